//! Reads XML-RPC documents as all the peers write them: with white space between elements but not within strings, with
//! or without `<string>`, with empty names.

use dxr::Value;
use quick_xml::{Reader, events::Event};

use crate::{samp::message::Map, votable::escape};

/// Deepest nesting of elements. SAMP's deepest message, a map in a map in the parameters, has about 20.
const DEEPEST: usize = 64;

/// A document of XML-RPC.
#[derive(Debug, PartialEq)]
pub(super) enum Document {
    /// A method and its parameters.
    Call(String, Vec<Value>),
    /// What a method returned.
    Response(Value),
    /// What a method returned instead: a map with `faultCode` and `faultString`.
    Fault(Value),
}

/// An element: its text, and the elements in it.
#[derive(Debug, Default)]
struct Element {
    name: String,
    text: String,
    inner: Vec<Self>,
}

/// Reads a document. An error says in a few words what is wrong with it.
pub(super) fn document(xml: &[u8]) -> Result<Document, String> {
    let text = String::from_utf8_lossy(xml);
    let root = element(text.trim_start_matches('\u{feff}').trim_start())?;
    match root.name.as_str() {
        "methodCall" => {
            let method = root.the("methodName")?.text.trim().to_owned();
            Ok(Document::Call(method, params(&root)?))
        }
        "methodResponse" => match root.the("fault") {
            Ok(fault) => Ok(Document::Fault(value(fault.the("value")?)?)),
            Err(_) => match params(&root)?.pop() {
                Some(value) => Ok(Document::Response(value)),
                None => Err("it returns nothing".to_owned()),
            },
        },
        _ => Err("it is not XML-RPC".to_owned()),
    }
}

impl Element {
    /// The first element of this name in it.
    fn the(&self, name: &'static str) -> Result<&Self, String> {
        self.all(name)
            .next()
            .ok_or_else(|| format!("it lacks <{name}>"))
    }

    fn all(&self, name: &'static str) -> impl Iterator<Item = &Self> {
        self.inner.iter().filter(move |inner| inner.name == name)
    }
}

fn params(root: &Element) -> Result<Vec<Value>, String> {
    let params = root.all("params").flat_map(|params| params.all("param"));
    params.map(|param| value(param.the("value")?)).collect()
}

/// The value of a `<value>`. It calls itself no deeper than the document is nested.
fn value(element: &Element) -> Result<Value, String> {
    let typed = match element.inner.as_slice() {
        // A string without its type.
        [] => return Ok(Value::String(element.text.clone())),
        [typed] => typed,
        _ => return Err("a value is more than one".to_owned()),
    };
    let odd = || format!("a value is no {}", typed.name);
    let text = typed.text.trim();
    Ok(match typed.name.as_str() {
        "string" => Value::String(typed.text.clone()),
        "int" | "i4" => Value::Integer(text.parse().ok().ok_or_else(odd)?),
        "double" => Value::Double(text.parse().ok().ok_or_else(odd)?),
        "boolean" => Value::Boolean(match text {
            "1" | "true" => true,
            "0" | "false" => false,
            _ => return Err(odd()),
        }),
        "struct" => {
            let members = typed.all("member").map(|member| {
                let name = member.the("name")?.text.clone();
                Ok((name, value(member.the("value")?)?))
            });
            Value::Struct(members.collect::<Result<Map, String>>()?)
        }
        "array" => {
            let values = typed.all("data").flat_map(|data| data.all("value"));
            Value::Array(values.map(value).collect::<Result<_, _>>()?)
        }
        // What Python returns from a method that returns nothing.
        "nil" => Value::String(String::new()),
        _ => return Err("SAMP knows strings, lists and maps only".to_owned()),
    })
}

/// The outermost element, with all in it. No entity but those of XML itself is known.
fn element(text: &str) -> Result<Element, String> {
    let mut reader = Reader::from_str(text);
    // What is open, the outermost first; below all of it what holds the outermost element in the end.
    let mut open = vec![Element::default()];
    loop {
        let event = reader.read_event().map_err(|error| error.to_string())?;
        match event {
            Event::Start(start) => open.push(named(start.local_name().as_ref())),
            Event::Empty(empty) => {
                let element = named(empty.local_name().as_ref());
                innermost(&mut open)?.inner.push(element);
            }
            Event::End(_) => {
                let element = open.pop().unwrap_or_default();
                innermost(&mut open)?.inner.push(element);
            }
            Event::Text(text) => innermost(&mut open)?.text += &text,
            Event::CData(text) => innermost(&mut open)?.text += &text,
            Event::GeneralRef(name) => {
                let c = escape::resolve(&name).ok_or("it refers to what XML does not know")?;
                innermost(&mut open)?.text.push(c);
            }
            Event::DocType(_) => return Err("it declares a document type".to_owned()),
            Event::Eof => break,
            Event::Decl(_) | Event::PI(_) | Event::Comment(_) => {}
        }
        if open.len() > DEEPEST {
            return Err("it is nested too deeply".to_owned());
        }
    }
    match (open.pop(), open.is_empty()) {
        (Some(mut whole), true) if whole.inner.len() == 1 => {
            Ok(whole.inner.pop().unwrap_or_default())
        }
        _ => Err("it is not whole".to_owned()),
    }
}

fn named(name: &str) -> Element {
    Element {
        name: name.to_owned(),
        ..Element::default()
    }
}

fn innermost(open: &mut [Element]) -> Result<&mut Element, String> {
    open.last_mut()
        .ok_or_else(|| "it ends too often".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A call with these values, each as XML.
    fn call(values: &[&str]) -> Result<Vec<Value>, String> {
        let mut params = String::new();
        for value in values {
            params = params + "<param>\n<value>" + value + "</value>\n</param>\n";
        }
        let xml = format!(
            "<?xml version='1.0'?>\n<methodCall>\n<methodName>m</methodName>\n<params>\n{params}</params>\n</methodCall>\n"
        );
        match document(xml.as_bytes())? {
            Document::Call(method, values) if method == "m" => Ok(values),
            other => panic!("{other:?}"),
        }
    }

    fn text(text: &str) -> Value {
        Value::String(text.to_owned())
    }

    #[test]
    fn strings_keep_their_blanks_and_all_else_does_not_mind_them() {
        let member =
            |name: &str| format!("<member>\n<name>{name}</name>\n<value>y</value>\n</member>");
        for (xml, expected) in [
            (" a  b ", text(" a  b ")),
            ("<string> a\n</string>", text(" a\n")),
            ("\n<string>a</string>\n", text("a")),
            ("", text("")),
            ("<string></string>", text("")),
            ("<string/>", text("")),
            ("<nil/>", text("")),
            ("a&amp;b&lt;&#65;&#x42;", text("a&b<AB")),
            ("<![CDATA[<a & b>]]>", text("<a & b>")),
            ("a<!-- not -->b", text("ab")),
            ("<int> -7 </int>", Value::Integer(-7)),
            ("<i4>7</i4>", Value::Integer(7)),
            ("<boolean>1</boolean>", Value::Boolean(true)),
            ("<double>2.5</double>", Value::Double(2.5)),
            ("<struct/>", Value::Struct(Map::new())),
            (
                &format!("\n<struct>\n{}{}</struct>\n", member(""), member(" z ")),
                Value::Struct(Map::from([
                    (String::new(), text("y")),
                    (" z ".to_owned(), text("y")),
                ])),
            ),
            ("<array><data>\n</data></array>", Value::Array(Vec::new())),
            ("<array><data/></array>", Value::Array(Vec::new())),
            (
                "<array>\n<data>\n<value>a</value>\n<value><array><data></data></array></value></data>\n</array>",
                Value::Array(vec![text("a"), Value::Array(Vec::new())]),
            ),
        ] {
            assert_eq!(call(&[xml]), Ok(vec![expected]), "{xml}");
        }
        assert_eq!(call(&[]), Ok(Vec::new()));
        assert_eq!(call(&["a", "b"]), Ok(vec![text("a"), text("b")]));
    }

    #[test]
    fn what_is_no_value_is_refused() {
        for xml in [
            "<int>seven</int>",
            "<int>99999999999</int>",
            "<boolean>maybe</boolean>",
            "<string>a</string><string>b</string>",
            "<base64>AAAA</base64>",
            "<struct><member><value>nameless</value></member></struct>",
            "<struct><member><name>valueless</name></member></struct>",
            "&unknown;",
            "<string>",
        ] {
            call(&[xml]).expect_err(xml);
        }
        for xml in [
            "<a/>",
            "<methodCall/>",
            "<methodResponse/>",
            "</value>",
            "<a/><a/>",
        ] {
            document(xml.as_bytes()).expect_err(xml);
        }
    }
}
