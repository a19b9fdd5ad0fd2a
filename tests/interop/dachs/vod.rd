<resource schema="vod">
	<!-- The data of the test DaCHS: one table a collection, read from data/COLLECTION.jsonl as generate.py wrote it,
	and a service over each. The collections `deep` and `served` are in ivoa.obscore. -->
	<meta name="title">Synthetic data</meta>
	<meta name="description">Synthetic data for the tests of vodiscover.</meta>
	<meta name="creationDate">2026-01-17T00:00:00</meta>
	<meta name="subject">sky-surveys</meta>
	<meta name="creator">Nobody</meta>
	<meta name="instrument">Toy Camera</meta>

	<mixinDef id="nothing">
		<doc>Leaves a table as it is.</doc>
	</mixinDef>

	<STREAM id="rows">
		<doc>Reads the rows of a collection, and gives every column of ObsCore a value.</doc>
		<iterator>
			<setup imports="json, gavo.base">
				<code>
					columns = [c.name for c in base.resolveCrossId("//obscore#ObsCore")]
				</code>
			</setup>
			<code>
				with open(self.sourceToken, encoding="utf-8") as source:
					for line in source:
						row = {name: None for name in columns}
						row.update(json.loads(line))
						row.update(row.pop("wcs", {}))
						yield row
			</code>
		</iterator>
	</STREAM>

	<LOOP>
		<csvItems>
			collection, mixin
			deep,       //obscore#publishObscoreLike
			served,     //obscore#publishObscoreLike
			survey,     nothing
			patchy,    nothing
			far,        nothing
			login,      nothing
		</csvItems>
		<events>
			<table id="\collection" onDisk="True" adql="True">
				<FEED source="//obscore#obscore-columns"/>
				<mixin>\mixin</mixin>
			</table>
			<data id="import_\collection">
				<sources pattern="data/\collection\+.jsonl"/>
				<embeddedGrammar><FEED source="rows"/></embeddedGrammar>
				<make table="\collection">
					<rowmaker idmaps="*">
						<map key="s_region">pgsphere.SPoly.fromDALI(@s_region) if @s_region else None</map>
					</rowmaker>
				</make>
			</data>
			<service id="s_\collection" allowed="siap2.xml">
				<meta name="title">Synthetic \collection</meta>
				<meta name="shortName">\collection</meta>
				<publish render="siap2.xml" sets="ivo_managed"/>
				<dbCore queriedTable="\collection">
					<FEED source="//siap2#parameters"/>
				</dbCore>
			</service>
		</events>
	</LOOP>

	<LOOP listItems="plates archive nulled standin">
		<events>
			<table id="\item" onDisk="True" mixin="//siap#pgs" adql="True"/>
			<data id="import_\item">
				<sources pattern="data/\item\+.jsonl"/>
				<embeddedGrammar>
					<FEED source="rows"/>
					<rowfilter procDef="//products#define">
						<bind name="table">"vod.\item"</bind>
						<bind name="accref">@access_url</bind>
						<bind name="path">@access_url</bind>
						<bind name="fsize">100000</bind>
						<bind name="preview">None</bind>
					</rowfilter>
				</embeddedGrammar>
				<make table="\item">
					<rowmaker>
						<apply procDef="//siap#computePGS"/>
						<apply procDef="//siap#setMeta">
							<bind name="title">@obs_title</bind>
							<bind name="instrument">@instrument_name</bind>
							<bind name="dateObs">@t_min</bind>
							<bind name="bandpassLo">@em_min</bind>
							<bind name="bandpassHi">@em_max</bind>
						</apply>
					</rowmaker>
				</make>
			</data>
			<service id="s_\item" allowed="siap.xml">
				<meta name="title">Synthetic \item</meta>
				<meta name="shortName">\item</meta>
				<meta name="sia.type">Pointed</meta>
				<publish render="siap.xml" sets="ivo_managed"/>
				<dbCore queriedTable="\item">
					<condDesc original="//siap#protoInput"/>
				</dbCore>
			</service>
		</events>
	</LOOP>

	<table id="raw_spectra" onDisk="True" mixin="//products#table">
		<mixin>//ssap#plainlocation</mixin>
		<column name="title" type="text" description="Title"/>
		<column name="did" type="text" description="Identifier"/>
		<column name="aperture" type="double precision" unit="deg" description="Diameter of the aperture"/>
		<column name="mid" type="double precision" unit="d" description="Midpoint of the exposure"/>
		<column name="exposure" type="double precision" unit="s" description="Length of the exposure"/>
		<column name="ssa_specstart" type="double precision" unit="m" description="Shortest wavelength"/>
		<column name="ssa_specend" type="double precision" unit="m" description="Longest wavelength"/>
	</table>
	<data id="import_spectra">
		<sources pattern="data/spectra.jsonl"/>
		<embeddedGrammar>
			<FEED source="rows"/>
			<rowfilter procDef="//products#define">
				<bind name="table">"vod.raw_spectra"</bind>
				<bind name="accref">@access_url</bind>
				<bind name="path">@access_url</bind>
				<bind name="fsize">100000</bind>
				<bind name="preview">None</bind>
			</rowfilter>
		</embeddedGrammar>
		<make table="raw_spectra">
			<rowmaker>
				<apply procDef="//ssap#fill-plainlocation">
					<bind name="ra">@s_ra</bind>
					<bind name="dec">@s_dec</bind>
				</apply>
				<map key="ssa_location">@ssa_location</map>
				<map key="title">@obs_title</map>
				<map key="did">@obs_publisher_did</map>
				<map key="aperture">@s_fov</map>
				<map key="mid">(@t_min+@t_max)/2</map>
				<map key="exposure">(@t_max-@t_min)*86400</map>
				<map key="ssa_specstart">@em_min</map>
				<map key="ssa_specend">@em_max</map>
			</rowmaker>
		</make>
	</data>
	<table id="spectra" adql="True">
		<mixin
			sourcetable="raw_spectra"
			copiedcolumns="ssa_location, ssa_specstart, ssa_specend"
			ssa_aperture="aperture"
			ssa_dateObs="mid"
			ssa_timeExt="exposure"
			ssa_dstitle="title"
			ssa_pubDID="did"
			ssa_targname="'M 16'"
			ssa_spectralunit="'m'"
			ssa_fluxunit="'Jy'"
			ssa_fluxcalib="'UNCALIBRATED'"
			>//ssap#view</mixin>
	</table>
	<data id="view_spectra">
		<make table="spectra"/>
	</data>
	<service id="s_spectra" allowed="ssap.xml">
		<meta name="title">Synthetic spectra</meta>
		<meta name="shortName">spectra</meta>
		<meta name="ssap.dataSource">pointed</meta>
		<meta name="ssap.creationType">archival</meta>
		<meta name="ssap.testQuery">MAXREC=1</meta>
		<publish render="ssap.xml" sets="ivo_managed"/>
		<ssapCore queriedTable="spectra">
			<FEED source="//ssap#hcd_condDescs"/>
		</ssapCore>
	</service>
</resource>
