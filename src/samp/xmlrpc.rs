//! XML-RPC documents, to and from values, within bounds.

pub use dxr::Value;

use dxr::{FaultResponse, MethodCall, MethodResponse};

use self::read::{Document, document};

mod read;

/// What comes back from a call.
#[derive(Debug, PartialEq)]
pub enum Returned {
    /// The value of the method.
    Value(Value),
    /// The words of a fault.
    Fault(String),
}

/// A method call as XML. An error: a value that XML-RPC cannot say.
pub fn call(method: &str, params: Vec<Value>) -> Result<String, String> {
    let call = MethodCall {
        name: method.into(),
        params,
    };
    call.to_xml()
        .map(declared)
        .map_err(|error| error.to_string())
}

/// Reads what a server answered to a call. An error says in a few words what is wrong with the document.
pub fn read_response(xml: &[u8]) -> Result<Returned, String> {
    match document(xml)? {
        Document::Response(value) => Ok(Returned::Value(value)),
        Document::Fault(Value::Struct(mut fault)) => {
            Ok(Returned::Fault(match fault.remove("faultString") {
                Some(Value::String(said)) => said,
                _ => String::new(),
            }))
        }
        Document::Fault(_) | Document::Call(..) => Err("the answer is not XML-RPC".to_owned()),
    }
}

/// Reads a call that somebody makes to us: its method and parameters. An error says in a few words what is wrong with
/// the document.
pub fn read_call(xml: &[u8]) -> Result<(String, Vec<Value>), String> {
    match document(xml)? {
        Document::Call(method, params) => Ok((method, params)),
        Document::Response(_) | Document::Fault(_) => Err("the request is not XML-RPC".to_owned()),
    }
}

/// A returned value as XML; SAMP's methods return the empty string for nothing.
pub fn response(value: Value) -> Result<String, String> {
    MethodResponse { value }
        .to_xml()
        .map(declared)
        .map_err(|error| error.to_string())
}

/// A fault as XML.
pub fn fault(said: &str) -> Result<String, String> {
    FaultResponse {
        fault: dxr::Fault::new(1, said.to_owned()),
    }
    .to_xml()
    .map(declared)
    .map_err(|error| error.to_string())
}

fn declared(mut xml: String) -> String {
    xml.insert_str(0, "<?xml version=\"1.0\"?>\n");
    xml
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samp::message::{Map, map_of};

    #[test]
    fn jsamps_bare_strings_and_white_space_are_read() {
        let xml = "<?xml version='1.0' encoding='UTF-8'?>\n<methodResponse>\n <params>\n  <param>\n   <value>\n    \
            <struct>\n     <member>\n      <name>samp.self-id</name>\n      <value>c1</value>\n     </member>\n     \
            <member>\n      <name>empty</name>\n      <value></value>\n     </member>\n     <member>\n      \
            <name>map</name>\n      <value>\n       <struct>\n       </struct>\n      </value>\n     </member>\n    \
            </struct>\n   </value>\n  </param>\n </params>\n</methodResponse>\n";
        let mut expected = map_of([("samp.self-id", "c1".to_owned()), ("empty", String::new())]);
        expected.insert("map".to_owned(), Value::Struct(Map::new()));
        assert_eq!(
            read_response(xml.as_bytes()),
            Ok(Returned::Value(Value::Struct(expected)))
        );
    }

    #[test]
    fn pythons_strings_and_faults_are_read() {
        let xml = b"<?xml version='1.0'?>\n<methodResponse>\n<fault>\n<value><struct>\n<member>\n\
            <name>faultCode</name>\n<value><int>7</int></value>\n</member>\n<member>\n<name>faultString</name>\n\
            <value><string>Bad secret &lt;code&gt;</string></value>\n</member>\n</struct></value>\n</fault>\n\
            </methodResponse>\n";
        assert_eq!(
            read_response(xml),
            Ok(Returned::Fault("Bad secret <code>".to_owned()))
        );
    }

    #[test]
    fn a_call_comes_back_as_it_was_written() {
        let text = "http://127.0.0.1/x?a=1&b=<2> \"'";
        let params = vec![
            Value::String(text.to_owned()),
            Value::Struct(map_of([("name", text.to_owned())])),
            Value::Array(vec![Value::String(String::new())]),
        ];
        let xml = call("samp.hub.ping", params.clone()).unwrap();
        assert_eq!(
            read_call(xml.as_bytes()),
            Ok(("samp.hub.ping".to_owned(), params))
        );
    }

    #[test]
    fn hostile_documents_are_refused() {
        let deep = |n: usize| {
            let (open, close) = ("<value><array><data>", "</data></array></value>");
            format!(
                "<methodResponse><params><param>{}<value>x</value>{}</param></params></methodResponse>",
                open.repeat(n),
                close.repeat(n)
            )
        };
        read_response(deep(10).as_bytes()).unwrap();
        read_response(deep(100_000).as_bytes()).unwrap_err();
        for entities in [
            "<!ENTITY e SYSTEM 'file:///etc/passwd'>",
            "<!ENTITY d 'dddddddddd'><!ENTITY e '&d;&d;&d;&d;&d;&d;&d;&d;'>",
        ] {
            let entity = format!(
                "<!DOCTYPE x [{entities}]><methodResponse><params><param><value>&e;</value></param></params></methodResponse>"
            );
            read_response(entity.as_bytes()).unwrap_err();
        }
        for text in [
            "",
            "<html><body>no</body></html>",
            "\0\u{1}",
            "<methodResponse>",
        ] {
            read_response(text.as_bytes()).unwrap_err();
        }
    }
}
