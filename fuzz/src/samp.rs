//! What other programs on the desk send: XML-RPC documents and lock files; and `Retry-After`.

use std::time::{Duration, SystemTime, UNIX_EPOCH};
use vodiscover::{
    http::retry,
    samp::{
        Lockfile,
        xmlrpc::{self, Returned, Value},
    },
};

/// Values so deep may be read and not written again: what is bare comes back in an element of its own.
const DEEP: usize = 15;

/// Takes the bytes as each of them.
pub fn check(bytes: &[u8]) {
    check_call(bytes);
    check_response(bytes);
    check_lockfile(bytes);
    check_wait(&String::from_utf8_lossy(bytes));
}

fn check_call(bytes: &[u8]) {
    let Ok((method, params)) = xmlrpc::read_call(bytes) else {
        return;
    };
    let sizes = params.iter().map(size);
    assert!(sizes.sum::<usize>() <= 64 * (bytes.len() + 1), "size");
    let depths = params.iter().map(depth);
    if depths.max().unwrap_or(0) < DEEP {
        let written = xmlrpc::call(&method, params.clone()).expect("it was read");
        let read = xmlrpc::read_call(written.as_bytes()).expect("it was written");
        assert_same(&read, &(method, params));
    }
}

fn check_response(bytes: &[u8]) {
    let (read, written) = match xmlrpc::read_response(bytes) {
        Ok(Returned::Value(value)) if depth(&value) >= DEEP => {
            assert!(depth(&value) <= 64, "depth");
            return;
        }
        Ok(Returned::Value(value)) => (Returned::Value(value.clone()), xmlrpc::response(value)),
        Ok(Returned::Fault(said)) => (Returned::Fault(said.clone()), xmlrpc::fault(&said)),
        Err(why) => return assert!(!why.is_empty()),
    };
    let written = written.expect("it was read");
    let again = xmlrpc::read_response(written.as_bytes()).expect("it was written");
    assert_same(&again, &read);
}

fn check_lockfile(bytes: &[u8]) {
    if let Ok(Lockfile { secret, url }) = Lockfile::parse(bytes) {
        assert!(url.starts_with("http://") || url.starts_with("https://"));
        assert!(!url.contains(['\r', '\n', '\\']) && !secret.contains(['\r', '\n']));
        let again = format!("# again\r\nsamp.hub.xmlrpc.url={url}\r\nsamp.secret={secret}\r\nx=y");
        assert_eq!(
            Lockfile::parse(again.as_bytes()),
            Ok(Lockfile { secret, url })
        );
    }
}

fn check_wait(text: &str) {
    let now = UNIX_EPOCH + Duration::from_secs(784_111_777);
    let Some(wait) = retry::wait(text, now) else {
        return;
    };
    assert!(wait <= Duration::from_hours(9999 * 366 * 24), "{wait:?}");
    // Later, there is less to wait, and never more than before.
    let later: SystemTime = now + Duration::from_mins(1);
    let left = retry::wait(text, later).expect("it was read");
    assert!(left <= wait && wait.saturating_sub(left) <= Duration::from_mins(1));
}

fn depth(value: &Value) -> usize {
    1 + match value {
        Value::Struct(members) => members.values().map(depth).max().unwrap_or(0),
        Value::Array(values) => values.iter().map(depth).max().unwrap_or(0),
        _ => 0,
    }
}

fn size(value: &Value) -> usize {
    match value {
        Value::Struct(members) => members
            .iter()
            .map(|(name, value)| name.len() + size(value))
            .sum(),
        Value::Array(values) => values.iter().map(size).sum(),
        Value::String(text) => text.len(),
        Value::Base64(bytes) => bytes.len(),
        _ => 8,
    }
}

/// The same; NaN too.
fn assert_same(one: &impl std::fmt::Debug, two: &impl std::fmt::Debug) {
    assert_eq!(format!("{one:?}"), format!("{two:?}"));
}
