//! What our servers answer with.

use hyper::{Response, StatusCode, header::HeaderValue};

use crate::http::serve::Body;

/// A document of this media type.
pub(crate) fn document(body: Body, kind: &'static str) -> Response<Body> {
    let mut response = Response::new(body);
    let kind = HeaderValue::from_static(kind);
    response.headers_mut().insert("content-type", kind);
    response
}

/// What an XML-RPC method has to say, if that could be written.
pub(crate) fn xml(answer: Option<String>) -> Response<Body> {
    match answer {
        Some(xml) => document(Body::full(xml), "text/xml"),
        None => nothing(StatusCode::INTERNAL_SERVER_ERROR),
    }
}

/// A status alone.
pub(crate) fn nothing(status: StatusCode) -> Response<Body> {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = status;
    response
}
