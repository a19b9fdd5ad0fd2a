//! XML-RPC as the two families of hubs write it, by hand.

use std::fmt::Write as _;

use dxr::Value;

/// How a hub writes XML-RPC.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Dialect {
    /// Bare strings, and white space everywhere.
    Jsamp,
    /// Typed strings and a hub address without a path.
    Python,
}

/// A response as the two families of hubs write it, by hand.
pub(crate) fn document(dialect: Dialect, returned: &Result<Value, &str>) -> String {
    let mut xml = "<?xml version='1.0' encoding='UTF-8'?>\n<methodResponse>\n".to_owned();
    match returned {
        Ok(value) => {
            xml += "<params>\n <param>\n";
            write_value(&mut xml, dialect, value);
            xml += " </param>\n</params>\n";
        }
        Err(said) => {
            let code = "<member><name>faultCode</name><value><int>1</int></value></member>";
            write!(
                xml,
                "<fault><value><struct>{code}<member><name>faultString</name><value>{said}</value></member>\
                </struct></value></fault>"
            )
            .unwrap();
        }
    }
    xml + "</methodResponse>\n"
}

fn write_value(xml: &mut String, dialect: Dialect, value: &Value) {
    match (value, dialect) {
        (Value::String(text), Dialect::Jsamp) => writeln!(xml, "<value>{text}</value>").unwrap(),
        (Value::String(text), Dialect::Python) => {
            writeln!(xml, "<value><string>{text}</string></value>").unwrap();
        }
        (Value::Struct(map), _) => {
            *xml += "  <value>\n   <struct>\n";
            for (name, value) in map {
                write!(xml, "    <member>\n     <name>{name}</name>\n     ").unwrap();
                write_value(xml, dialect, value);
                *xml += "    </member>\n";
            }
            *xml += "   </struct>\n  </value>\n";
        }
        (Value::Array(items), _) => {
            *xml += "  <value>\n   <array><data>\n";
            for item in items {
                write_value(xml, dialect, item);
            }
            *xml += "   </data></array>\n  </value>\n";
        }
        _ => panic!("SAMP hubs do not return {value:?}"),
    }
}
