"""Structured data for machines: schema.org JSON-LD of a register."""

from collections.abc import Iterable

from django.utils.safestring import SafeString

from gongkai.portal.structured import SCHEMA, script
from gongkai.registers import services
from gongkai.registers.export.saying import About


def described(about: About, files: Iterable[services.Made] = ()) -> SafeString:
    """Return the JSON-LD of a register as a data set, safe inside a script element."""
    said = about.said
    return script(
        {
            "@context": SCHEMA,
            "@type": "Dataset",
            "@id": f"{about.address}#dataset",
            "url": about.address,
            "name": said.title,
            "description": said.description,
            "inLanguage": "zh-Hans",
            "isAccessibleForFree": True,
            "version": about.number,
            "dateModified": about.at.isoformat(),
            "license": f"{about.address}data/#licence",
            "publisher": [{"@type": "GovernmentOrganization", "name": name} for name in about.publishers],
            "creditText": about.citation,
            "keywords": [said.title, *(said.fields[key].label for key in said.facets)],
            "variableMeasured": [field.heading for field in said.current if field.type.is_number],
            "distribution": [_file(about, each) for each in files],
        }
    )


def _file(about: About, made: services.Made) -> dict[str, object]:
    return {
        "@type": "DataDownload",
        "encodingFormat": services.FORMATS[made.format].partition(";")[0],
        "contentUrl": f"{about.address}{made.name}",
        "contentSize": f"{made.size} B",
        "sha256": made.sha256,
    }
