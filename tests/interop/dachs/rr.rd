<resource schema="rr">
	<!-- A VO registry (RegTAP 1.2) that lists the services of this site, read from data/TABLE.jsonl as generate.py
	wrote it. Tables for which it writes none are there, empty, for the sake of other clients. -->
	<meta name="title">Synthetic registry</meta>
	<meta name="description">A registry for the tests of vodiscover.</meta>
	<meta name="creationDate">2026-01-17T00:00:00</meta>
	<meta name="subject">virtual-observatories</meta>
	<meta name="creator">Nobody</meta>

	<table id="resource" onDisk="True" adql="True">
		<property key="supportsModel">Registry 1.2</property>
		<property key="supportsModelURI">ivo://ivoa.net/std/RegTAP#1.2</property>
		<LOOP listItems="ivoid res_type created short_name res_title updated content_level res_description reference_url creator_seq content_type source_format source_value res_version rights rights_uri waveband">
			<events><column name="\item" type="text"/></events>
		</LOOP>
		<LOOP listItems="region_of_regard">
			<events><column name="\item" type="double precision"/></events>
		</LOOP>
	</table>
	<table id="res_role" onDisk="True" adql="True">
		<LOOP listItems="ivoid role_name role_ivoid address email telephone logo base_role">
			<events><column name="\item" type="text"/></events>
		</LOOP>
	</table>
	<table id="res_subject" onDisk="True" adql="True">
		<LOOP listItems="ivoid res_subject">
			<events><column name="\item" type="text"/></events>
		</LOOP>
	</table>
	<table id="capability" onDisk="True" adql="True">
		<LOOP listItems="ivoid cap_type cap_description standard_id">
			<events><column name="\item" type="text"/></events>
		</LOOP>
		<LOOP listItems="cap_index">
			<events><column name="\item" type="smallint"><values nullLiteral="-1"/></column></events>
		</LOOP>
	</table>
	<table id="interface" onDisk="True" adql="True">
		<LOOP listItems="ivoid intf_type intf_role std_version query_type result_type wsdl_url url_use access_url mirror_url">
			<events><column name="\item" type="text"/></events>
		</LOOP>
		<LOOP listItems="cap_index intf_index authenticated_only">
			<events><column name="\item" type="smallint"><values nullLiteral="-1"/></column></events>
		</LOOP>
	</table>
	<table id="intf_param" onDisk="True" adql="True">
		<LOOP listItems="ivoid name ucd unit utype std_name datatype extended_schema extended_type arraysize delim param_use param_description">
			<events><column name="\item" type="text"/></events>
		</LOOP>
		<LOOP listItems="cap_index intf_index std">
			<events><column name="\item" type="smallint"><values nullLiteral="-1"/></column></events>
		</LOOP>
	</table>
	<table id="res_schema" onDisk="True" adql="True">
		<LOOP listItems="ivoid schema_description schema_name schema_title schema_utype">
			<events><column name="\item" type="text"/></events>
		</LOOP>
		<LOOP listItems="schema_index">
			<events><column name="\item" type="smallint"><values nullLiteral="-1"/></column></events>
		</LOOP>
	</table>
	<table id="res_table" onDisk="True" adql="True">
		<LOOP listItems="ivoid table_description table_name table_title table_type table_utype">
			<events><column name="\item" type="text"/></events>
		</LOOP>
		<LOOP listItems="schema_index table_index">
			<events><column name="\item" type="smallint"><values nullLiteral="-1"/></column></events>
		</LOOP>
	</table>
	<table id="table_column" onDisk="True" adql="True">
		<LOOP listItems="ivoid name ucd unit utype datatype column_description">
			<events><column name="\item" type="text"/></events>
		</LOOP>
		<LOOP listItems="table_index std">
			<events><column name="\item" type="smallint"><values nullLiteral="-1"/></column></events>
		</LOOP>
	</table>
	<table id="relationship" onDisk="True" adql="True">
		<LOOP listItems="ivoid relationship_type related_id related_name">
			<events><column name="\item" type="text"/></events>
		</LOOP>
	</table>
	<table id="validation" onDisk="True" adql="True">
		<LOOP listItems="ivoid validated_by">
			<events><column name="\item" type="text"/></events>
		</LOOP>
		<LOOP listItems="val_level cap_index">
			<events><column name="\item" type="smallint"><values nullLiteral="-1"/></column></events>
		</LOOP>
	</table>
	<table id="res_date" onDisk="True" adql="True">
		<LOOP listItems="ivoid date_value value_role">
			<events><column name="\item" type="text"/></events>
		</LOOP>
	</table>
	<table id="res_detail" onDisk="True" adql="True">
		<LOOP listItems="ivoid detail_xpath detail_value">
			<events><column name="\item" type="text"/></events>
		</LOOP>
		<LOOP listItems="cap_index">
			<events><column name="\item" type="smallint"><values nullLiteral="-1"/></column></events>
		</LOOP>
	</table>
	<table id="alt_identifier" onDisk="True" adql="True">
		<LOOP listItems="ivoid alt_identifier">
			<events><column name="\item" type="text"/></events>
		</LOOP>
	</table>
	<table id="stc_spatial" onDisk="True" adql="True">
		<LOOP listItems="ivoid ref_system_name">
			<events><column name="\item" type="text"/></events>
		</LOOP>
		<column name="coverage" type="smoc" xtype="moc"/>
	</table>
	<table id="stc_spectral" onDisk="True" adql="True">
		<LOOP listItems="ivoid">
			<events><column name="\item" type="text"/></events>
		</LOOP>
		<LOOP listItems="spectral_start spectral_end">
			<events><column name="\item" type="double precision"/></events>
		</LOOP>
	</table>
	<table id="stc_temporal" onDisk="True" adql="True">
		<LOOP listItems="ivoid">
			<events><column name="\item" type="text"/></events>
		</LOOP>
		<LOOP listItems="time_start time_end">
			<events><column name="\item" type="double precision"/></events>
		</LOOP>
	</table>

	<LOOP listItems="resource res_role res_subject capability interface intf_param res_schema res_table table_column relationship validation res_date res_detail alt_identifier stc_spatial stc_spectral stc_temporal">
		<events>
			<data id="import_\item">
				<sources pattern="data/\item\+.jsonl"/>
				<embeddedGrammar>
					<iterator>
						<setup imports="json, gavo.utils.pgsphere"/>
						<code>
							columns = [c.name for c in self.grammar.rd.getById("\item").columns]
							with open(self.sourceToken, encoding="utf-8") as source:
								for line in source:
									row = {**{name: None for name in columns}, **json.loads(line)}
									if row.get("coverage"):
										row["coverage"] = pgsphere.SMoc.fromASCII(row["coverage"])
									yield row
						</code>
					</iterator>
				</embeddedGrammar>
				<make table="\item">
					<rowmaker idmaps="*"/>
				</make>
			</data>
		</events>
	</LOOP>
</resource>
