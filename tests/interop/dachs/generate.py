"""Makes the synthetic sky that the test DaCHS serves: datasets, and the registry that lists the services.

Everything follows from SEED. Three folders come out: `vod` (a file per table of vod.rd), `rr` (a file per table of
rr.rd), and `truth`, where the same facts stand once for truth.py, which must not read what the servers made of them.
Only the standard library is used; nothing here decides what matches.
"""

import argparse
import json
import math
import pathlib
import random

SEED = 20260117
AUTHORITY = "ivo://vodiscover.test"

# Where the questions look: (RA, Dec, how far around datasets are strewn), degrees.
SPOTS = [
    (180.0, 0.2, 2.0),
    (40.0, 89.6, 1.6),
    (200.0, -89.7, 1.2),
    (0.1, 12.0, 1.6),
    (359.8, -55.0, 2.0),
]
BANDS = {  # metres
    "x-ray": (1.2e-9, 3.1e-9),
    "optical": (3.8e-7, 7.2e-7),
    "infrared": (2.0e-6, 2.4e-6),
    "radio": (0.19, 0.23),
}


def offset(ra, dec, bearing, distance):
    """The position `distance` degrees from (ra, dec) in the direction `bearing`, east of north."""
    ra, dec, bearing, distance = map(math.radians, (ra, dec, bearing, distance))
    sin_dec = math.sin(dec) * math.cos(distance) + math.cos(dec) * math.sin(distance) * math.cos(bearing)
    y = math.sin(bearing) * math.sin(distance) * math.cos(dec)
    x = math.cos(distance) - math.sin(dec) * sin_dec
    return math.degrees(ra + math.atan2(y, x)) % 360, math.degrees(math.asin(max(-1, min(1, sin_dec))))


def anywhere(rng):
    """A position from the whole sky, each area alike."""
    return rng.uniform(0, 360), math.degrees(math.asin(rng.uniform(-1, 1)))


def positions(rng, n_spot, n_sky):
    """Centres: some around every spot, some anywhere."""
    for ra, dec, spread in SPOTS:
        for _ in range(n_spot):
            yield offset(ra, dec, rng.uniform(0, 360), spread * math.sqrt(rng.random()))
    for _ in range(n_sky):
        yield anywhere(rng)


def outline(rng, ra, dec):
    """A convex polygon around a position: small, middling, a thin strip, or (rarely) a huge one; either winding."""
    kind = rng.choices(["small", "middle", "strip", "huge"], [5, 4, 2, 1])[0]
    turn = rng.uniform(0, 360)
    if kind == "strip":
        length, width = rng.uniform(1.5, 4), rng.uniform(0.3, 1.5)
        corners = [(turn + side, length) for side in (width, 180 - width, 180 + width, -width)]
    else:
        n = rng.choice([3, 4, 4, 5, 6])
        size = {"small": rng.uniform(0.02, 0.2), "middle": rng.uniform(0.3, 1.5), "huge": rng.uniform(15, 35)}[kind]
        corners = [(turn + 360 * i / n + rng.uniform(-15, 15), size) for i in range(n)]
    vertices = [offset(ra, dec, bearing, distance) for bearing, distance in corners]
    if rng.random() < 0.5:
        vertices.reverse()
    return [coordinate for vertex in vertices for coordinate in vertex]


def band(rng, share_null):
    """(em_min, em_max) in metres, or a pair of None."""
    if rng.random() < share_null:
        return None, None
    lo, hi = BANDS[rng.choice(["x-ray", "optical", "optical", "optical", "infrared", "radio"])]
    ends = lo * rng.uniform(0.9, 1.3), hi * rng.uniform(0.8, 1.1)
    return min(ends), max(ends)


def epoch(rng, share_null):
    """(t_min, t_max) as MJD, or a pair of None; half of them in or about 1995."""
    if rng.random() < share_null:
        return None, None
    start = rng.uniform(49600, 50200) if rng.random() < 0.55 else rng.uniform(46000, 60500)
    return start, start + rng.choice([0.01, 0.3, 2, 40]) * rng.uniform(0.5, 2)


def base(rng, collection, number, ra, dec, kind):
    """The columns of ObsCore that no question looks at, and the address that names the dataset."""
    name = f"{collection}-{number:04}"
    return {
        "dataproduct_type": kind,
        "calib_level": rng.choice([1, 2, 3]),
        "obs_collection": collection,
        "obs_id": name,
        "obs_title": f"Synthetic {kind or 'dataset'} {name} <with & and λ>",
        "obs_publisher_did": f"{AUTHORITY}/~?{name}",
        "access_url": f"http://data.example.org/{collection}/get?id={number}&kind={kind or 'none'}",
        "access_format": "image/fits",
        "access_estsize": rng.choice([None, rng.randrange(10, 200000)]),
        "target_name": rng.choice([None, "M 16", "NGC 188"]),
        "s_ra": ra,
        "s_dec": dec,
        "facility_name": rng.choice([None, "Königstuhl"]),
        "instrument_name": rng.choice([None, "Toy Camera"]),
    }


def obscore(rng, collection, kinds, nulls, n_spot, n_sky):
    """Rows for an ObsCore-like table. `nulls`: whether places and kinds may be missing too."""
    rows = []
    for number, (ra, dec) in enumerate(positions(rng, n_spot, n_sky)):
        row = base(rng, collection, number, ra, dec, rng.choice(kinds))
        row["em_min"], row["em_max"] = band(rng, 0.15)
        row["t_min"], row["t_max"] = epoch(rng, 0.15)
        row["s_region"] = outline(rng, ra, dec)
        row["s_fov"] = None if rng.random() < 0.5 else 0.1
        if nulls:
            fate = rng.random()
            if fate < 0.2:
                row["s_region"], row["s_fov"] = None, rng.uniform(0.05, 2.5)
            elif fate < 0.3:
                row["s_region"], row["s_fov"] = None, None
            elif fate < 0.38:
                row["s_region"], row["s_fov"], row["s_ra"], row["s_dec"] = None, None, None, None
        rows.append(row)
    return rows


def images(rng, collection, n_spot, n_sky):
    """Rows for a SIA 1 table: WCS images, described by their FITS keywords."""
    rows = []
    for number, (ra, dec) in enumerate(positions(rng, n_spot, n_sky)):
        row = base(rng, collection, number, ra, dec, "image")
        width, height = rng.choice([256, 400, 1000]), rng.choice([256, 512, 900])
        scale, turn = rng.choice([0.0002, 0.0007, 0.002]), math.radians(rng.uniform(0, 360))
        row["wcs"] = {
            "NAXIS": 2, "NAXIS1": width, "NAXIS2": height,
            "CTYPE1": "RA---TAN", "CTYPE2": "DEC--TAN", "CUNIT1": "deg", "CUNIT2": "deg",
            "CRPIX1": width / 2 + 0.5, "CRPIX2": height / 2 + 0.5, "CRVAL1": ra, "CRVAL2": dec,
            "CD1_1": -scale * math.cos(turn), "CD1_2": scale * math.sin(turn),
            "CD2_1": scale * math.sin(turn), "CD2_2": scale * math.cos(turn), "EQUINOX": 2000.0,
        }
        row["em_min"], row["em_max"] = band(rng, 0.15)
        start, _ = epoch(rng, 0.15)
        if start is not None and number % 4 == 1:  # within and beyond half a day of the turns of 1995
            start = [49717.3, 49717.7, 50083.3, 50083.7][number // 4 % 4]
        row["t_min"] = row["t_max"] = start
        rows.append(row)
    return rows


def spectra(rng, collection, n_spot, n_sky):
    """Rows for an SSA table: an aperture on the sky each."""
    rows = []
    for number, (ra, dec) in enumerate(positions(rng, n_spot, n_sky)):
        row = base(rng, collection, number, ra, dec, "spectrum")
        row["s_region"], row["s_fov"] = None, rng.choice([0.0005, 0.003])
        row["em_min"], row["em_max"] = band(rng, 0)
        row["t_min"], row["t_max"] = epoch(rng, 0)
        rows.append(row)
    return rows


def sky():
    """Every collection's rows, by collection."""
    everything = ["image", "image", "image", "image", "image", "cube", "spectrum", "sed", "timeseries", "visibility", "event", None]
    plan = [
        ("deep", obscore, everything, True, 34, 60),
        ("served", obscore, ["image"], False, 3, 0),
        ("survey", obscore, ["image", "cube"], False, 9, 20),
        ("patchy", obscore, ["image"], False, 6, 10),
        ("far", obscore, ["image"], False, 6, 4),
        ("login", obscore, ["image"], False, 4, 0),
        ("plates", images, 10, 20),
        ("archive", images, 6, 10),
        ("nulled", images, 6, 5),
        ("standin", images, 6, 5),
        ("spectra", spectra, 9, 20),
    ]
    return {
        collection: make(random.Random(f"{SEED} {collection}"), collection, *rest)
        for collection, make, *rest in plan
    }


# How services are registered. `asks`: the collections that this service can give; `moc`, `bands` (metres), `times`
# (MJD): the declared coverage, None where nothing is declared, "null" where a row with NULLs stands for it.
ALL_SKY, ALL_BANDS, ALL_TIMES = "0/0-11", [1e-12, 100.0], [40000.0, 62000.0]


def services(url, dead):
    """Every service: IVOID, protocol, address, coverage, and what is special about it."""

    def service(name, protocol, address, asks, moc=ALL_SKY, bands=ALL_BANDS, times=ALL_TIMES, **special):
        return {
            "ivoid": f"{AUTHORITY}/{name}", "protocol": protocol, "access_url": address, "asks": asks,
            "moc": moc, "bands": bands, "times": times, **special,
        }

    sia1, sia2 = "siap.xml?", "siap2.xml?"
    nothing = {"moc": None, "bands": None, "times": None}
    null = {"moc": "null", "bands": "null", "times": "null"}
    tap = ["deep", "served"]
    return [
        # One TAP, registered the old way for the north and the new way for the south: never asked twice.
        service("tap", "obscore-old", f"{url}/tap", tap, moc="0/0-7"),
        service("deep", "obscore-new", f"{url}/tap", tap, moc="0/8-11", served_by="tap"),
        # The same TAP under another address, and without coverage: its datasets must not come twice.
        service("othertap", "obscore-old", f"{url}/__system__/tap/run", tap, **nothing),
        # All SIA 2 of the site, over the same ObsCore table.
        service("sitewide", "sia2", f"{url}/__system__/siap2/sitewide/{sia2}", [], served_by="tap"),
        # A lesser door to what TAP has.
        service("served", "sia1", f"{dead}/served?", [], served_by="tap"),
        service("survey", "sia2", f"{url}/vod/q/s_survey/{sia2}", ["survey"], mirror=f"{dead}/mirror?#{dead}/second?"),
        # The same IVOID with SIA 1: elided, so nobody finds out that it is dead.
        service("survey", "sia1", f"{dead}/survey?", []),
        service("patchy", "sia2", f"{url}/vod/q/s_patchy/{sia2}", ["patchy"], times=None),
        # Its declared coverage keeps away from every question, whatever its data say.
        service("far", "sia2", f"{url}/vod/q/s_far/{sia2}", ["far"], moc="0/5"),
        service("login", "sia2", f"{url}/vod/q/s_login/{sia2}", ["login"], needs_login=True),
        service("plates", "sia1", f"{url}/vod/q/s_plates/{sia1}", ["plates"]),
        service("archive", "sia1", f"{url}/vod/q/s_archive/{sia1}", ["archive"], **nothing),
        service("nulled", "sia1", f"{url}/vod/q/s_nulled/{sia1}", ["nulled"], **null),
        # The better door is dead, so the lesser one must be asked after all.
        service("standin", "sia2", f"{dead}/standin?", [], dead=True),
        service("standin", "sia1", f"{url}/vod/q/s_standin/{sia1}", ["standin"]),
        service("spectra", "ssap", f"{url}/vod/q/s_spectra/ssap.xml?", ["spectra"]),
        # Nobody listens, no such page, a page for people.
        service("dead", "sia2", f"{dead}/sia2?", [], dead=True),
        service("lost", "sia1", f"{url}/no/such/service?", [], dead=True),
        service("html", "sia1", f"{url}/vod/q/s_plates/info?", [], dead=True),
    ]


STANDARDS = {
    "sia1": ("ivo://ivoa.net/std/sia", "sia:simpleimageaccess"),
    "sia2": ("ivo://ivoa.net/std/sia#query-2.0", "sia:simpleimageaccess"),
    "ssap": ("ivo://ivoa.net/std/ssa", "ssap:simplespectralaccess"),
    "obscore-old": ("ivo://ivoa.net/std/tap", "tr:tableaccess"),
    "obscore-new": ("ivo://ivoa.net/std/tap#aux", "vs:catalogservice"),
}
JOULE_METRES = 6.62607015e-34 * 299792458.0


def registry(services):
    """The services as the rows of a RegTAP registry, by table."""
    tables = {name: [] for name in (
        "resource", "capability", "interface", "res_detail", "res_table", "relationship",
        "stc_spatial", "stc_spectral", "stc_temporal")}
    capabilities = {}
    for service in services:
        ivoid, protocol = service["ivoid"], service["protocol"]
        index = capabilities[ivoid] = capabilities.get(ivoid, 0) + 1
        standard, cap_type = STANDARDS[protocol]
        if index == 1:
            describe(tables, service)
        key = {"ivoid": ivoid, "cap_index": index}
        tables["capability"].append(
            {**key, "cap_type": cap_type, "cap_description": None, "standard_id": standard})
        interface = {
            **key, "intf_type": "vs:paramhttp", "intf_role": "std", "std_version": None,
            "query_type": "get", "result_type": "application/x-votable+xml", "wsdl_url": None, "url_use": "base",
            "mirror_url": service.get("mirror"), "authenticated_only": int(bool(service.get("needs_login"))),
        }
        tables["interface"].append({**interface, "intf_index": 1, "access_url": service["access_url"]})
        # A page for people stands beside every service, as in the real registry.
        tables["interface"].append({
            **interface, "intf_index": 2, "intf_type": "vr:webbrowser", "intf_role": None,
            "access_url": service["access_url"].split("?")[0] + "/form"})
        if protocol == "obscore-old":
            tables["res_detail"].append({
                **key, "detail_xpath": "/capability/dataModel/@ivo-id",
                "detail_value": "ivo://ivoa.net/std/ObsCore#core-1.1"})
        if protocol == "obscore-new":
            tables["res_table"].append({
                "ivoid": ivoid, "table_index": 1, "table_name": "ivoa.obscore",
                "table_utype": "ivo://ivoa.net/std/obscore#table-1.1"})
        if "served_by" in service:
            tables["relationship"].append({
                "ivoid": ivoid, "relationship_type": "isservedby",
                "related_id": f"{AUTHORITY}/{service['served_by']}", "related_name": service["served_by"]})
    return tables


def describe(tables, service):
    """The record itself, with the coverage that it declares."""
    ivoid = service["ivoid"]
    name = ivoid.rsplit("/", 1)[1]
    new = service["protocol"] == "obscore-new"
    tables["resource"].append({
        "ivoid": ivoid, "res_type": "vs:catalogresource" if new else "vs:catalogservice",
        "created": "2026-01-17T00:00:00", "updated": "2026-01-17T00:00:00", "short_name": name,
        "res_title": f"Synthetic {name}", "res_description": "Synthetic data for tests.",
        "reference_url": "http://data.example.org/", "creator_seq": "Nobody", "content_level": "research",
        "content_type": "archive", "waveband": "optical"})
    if service["moc"]:
        moc = None if service["moc"] == "null" else service["moc"]
        tables["stc_spatial"].append({"ivoid": ivoid, "coverage": moc, "ref_system_name": None})
    if service["bands"]:
        lo, hi = (None, None) if service["bands"] == "null" else service["bands"]
        tables["stc_spectral"].append({
            "ivoid": ivoid, "spectral_start": hi and JOULE_METRES / hi, "spectral_end": lo and JOULE_METRES / lo})
    if service["times"]:
        lo, hi = (None, None) if service["times"] == "null" else service["times"]
        tables["stc_temporal"].append({"ivoid": ivoid, "time_start": lo, "time_end": hi})


def write(folder, name, rows):
    """One JSON object a line."""
    folder.mkdir(parents=True, exist_ok=True)
    with open(folder / f"{name}.jsonl", "w", encoding="utf-8") as out:
        for row in rows:
            out.write(json.dumps(row) + "\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, required=True, help="where DaCHS will listen")
    parser.add_argument("--dead-port", type=int, required=True, help="where nobody listens")
    parser.add_argument("--out", type=pathlib.Path, required=True)
    options = parser.parse_args()
    collections = sky()
    listed = services(f"http://127.0.0.1:{options.port}", f"http://127.0.0.1:{options.dead_port}")
    for collection, rows in collections.items():
        write(options.out / "vod", collection, rows)
    for table, rows in registry(listed).items():
        write(options.out / "rr", table, rows)
    write(options.out / "truth", "services", listed)
    write(options.out / "truth", "datasets", [row for rows in collections.values() for row in rows])


if __name__ == "__main__":
    main()
