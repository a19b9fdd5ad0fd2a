<resource schema="linked">
	<!-- Images whose address leads to links: DataLink, and SODA for cut-outs, over the files that linked.py wrote. They are
	not in ivoa.obscore and not in the registry, so that no search finds them. -->
	<meta name="title">Synthetic images behind links</meta>
	<meta name="description">Synthetic images behind DataLink, for the tests of vodiscover.</meta>
	<meta name="creationDate">2026-01-17T00:00:00</meta>
	<meta name="subject">sky-surveys</meta>
	<meta name="creator">Nobody</meta>

	<STREAM id="rows">
		<iterator>
			<setup imports="json, urllib.parse, gavo.base">
				<code>
					columns = [c.name for c in base.resolveCrossId("//obscore#ObsCore")]
				</code>
			</setup>
			<code>
				with open(self.sourceToken, encoding="utf-8") as source:
					for line in source:
						row = {name: None for name in columns}
						row.update(json.loads(line))
						yield row
			</code>
		</iterator>
	</STREAM>

	<table id="files" onDisk="True" mixin="//products#table">
		<column name="name" type="unicode" description="Name"/>
	</table>
	<table id="images" onDisk="True" adql="True">
		<FEED source="//obscore#obscore-columns"/>
	</table>

	<data id="import">
		<sources pattern="data/linked.jsonl"/>
		<embeddedGrammar>
			<FEED source="rows"/>
			<rowfilter procDef="//products#define">
				<bind name="table">"linked.files"</bind>
				<bind name="accref">@path</bind>
				<bind name="path">@path</bind>
				<bind name="fsize">os.path.getsize(os.path.join(base.getConfig("inputsDir"), @path))</bind>
				<bind name="mime">"image/fits"</bind>
				<bind name="preview">@preview</bind>
				<bind name="preview_mime">"image/png"</bind>
			</rowfilter>
		</embeddedGrammar>
		<make table="files"><rowmaker idmaps="*"/></make>
		<make table="images">
			<rowmaker idmaps="*">
				<map key="s_region">pgsphere.SPoly.fromDALI(@s_region)</map>
				<map key="dataproduct_type">"image"</map>
				<map key="calib_level">2</map>
				<map key="obs_collection">"linked"</map>
				<map key="obs_id">@name</map>
				<map key="obs_title">@name</map>
				<map key="obs_publisher_did">@did</map>
				<map key="access_format">"application/x-votable+xml;content=datalink"</map>
				<map key="access_url">"http://127.0.0.1:%d/linked/q/links/dlmeta?ID=%s" % (@port, urllib.parse.quote(@did, safe=""))</map>
			</rowmaker>
		</make>
	</data>

	<service id="links" allowed="dlget,dlmeta">
		<meta name="title">Links of the synthetic images</meta>
		<meta name="shortName">linked links</meta>
		<datalinkCore>
			<descriptorGenerator procDef="//soda#fits_genDesc">
				<bind key="accrefPrefix">'linked/data'</bind>
			</descriptorGenerator>
			<metaMaker semantics="#documentation">
				<code>
					yield descriptor.makeLink("http://127.0.0.1/how?made=by+hand&amp;x=1", description="How λ it was made",
						contentType="text/html")
				</code>
			</metaMaker>
			<metaMaker semantics="#progenitor">
				<code>
					yield DatalinkFault.NotFoundFault(descriptor.pubDID, "The plate was lost", semantics="#progenitor")
				</code>
			</metaMaker>
			<FEED source="//soda#fits_standardDLFuncs"/>
		</datalinkCore>
	</service>

	<service id="s_linked" allowed="siap2.xml">
		<meta name="title">Synthetic images behind links</meta>
		<meta name="shortName">linked</meta>
		<dbCore queriedTable="images">
			<FEED source="//siap2#parameters"/>
		</dbCore>
	</service>
</resource>
