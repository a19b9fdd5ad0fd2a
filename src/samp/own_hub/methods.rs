//! The hub's XML-RPC methods: SAMP 1.3, 4.4.

use std::{time::Duration, vec};

use dxr::Value;

use super::{
    content::plain,
    exchange::{Exchange, HUB},
    switchboard::Switchboard,
};
use crate::samp::{
    message::{Map, map_of},
    text::{is_same_token, remark},
    xmlrpc,
};

/// Longest wait for a response, in seconds; jsamp's hub has the same.
const LONGEST_WAIT: u64 = 12 * 60 * 60;
/// Most that a client may say about itself at a time, in bytes of XML: all others are told.
const LARGEST_DECLARATION: usize = 256 * 1024;

/// Answers one call of a client's, as an XML-RPC document; `None` only if it cannot be written.
pub(crate) async fn answer(board: &Switchboard, xml: &[u8]) -> Option<String> {
    let returned = match xmlrpc::read_call(xml) {
        Ok((method, values)) => {
            let params = Params {
                values: values.into_iter(),
                size: xml.len(),
            };
            act(board, &method, params).await
        }
        Err(why) => Err(why),
    };
    match returned {
        Ok(value) => xmlrpc::response(value),
        Err(why) => xmlrpc::fault(&why),
    }
    .ok()
}

async fn act(board: &Switchboard, method: &str, mut params: Params) -> Result<Value, String> {
    match method {
        "samp.hub.ping" => Ok(nothing()),
        "samp.hub.register" => register(board, params),
        "samp.hub.callAndWait" => call_and_wait(board, params).await,
        _ => {
            let key = params.text("the private key")?;
            board.with(|exchange| {
                let caller = exchange.caller(&key)?;
                tell(exchange, (method, &caller), &mut params)
                    .or_else(|| send(exchange, (method, &caller), &mut params))
                    .unwrap_or_else(|| Err(format!("there is no method {}", remark(method))))
            })
        }
    }
}

fn register(board: &Switchboard, mut params: Params) -> Result<Value, String> {
    let secret = params.text("the secret")?;
    if !is_same_token(&board.secret, &secret) {
        return Err("that is not the secret of the lock file".to_owned());
    }
    let (id, private_key) = board.register()?;
    Ok(Value::Struct(map_of([
        ("samp.hub-id", HUB.to_owned()),
        ("samp.self-id", id),
        ("samp.private-key", private_key),
    ])))
}

/// What clients say and ask about themselves and others.
fn tell(
    exchange: &mut Exchange,
    (method, caller): (&str, &str),
    params: &mut Params,
) -> Option<Result<Value, String>> {
    Some(match method {
        "samp.hub.unregister" => {
            exchange.unregister(caller);
            Ok(nothing())
        }
        "samp.hub.setXmlrpcCallback" => params
            .text("the address")
            .and_then(|url| exchange.set_callback(caller, url))
            .map(|()| nothing()),
        "samp.hub.declareMetadata" => params
            .declaration("the metadata")
            .and_then(|metadata| exchange.declare_metadata(caller, metadata))
            .map(|()| nothing()),
        "samp.hub.declareSubscriptions" => params
            .declaration("the subscriptions")
            .and_then(|subscriptions| exchange.declare_subscriptions(caller, subscriptions))
            .map(|()| nothing()),
        "samp.hub.getMetadata" => params
            .text("the client")
            .and_then(|client| exchange.metadata(&client))
            .map(Value::Struct),
        "samp.hub.getSubscriptions" => params
            .text("the client")
            .and_then(|client| exchange.subscriptions(&client))
            .map(Value::Struct),
        "samp.hub.getRegisteredClients" => Ok(list(exchange.registered_clients(caller))),
        "samp.hub.getSubscribedClients" => params
            .text("the MType")
            .map(|mtype| Value::Struct(exchange.subscribed_clients(caller, &mtype))),
        _ => return None,
    })
}

/// Messages and responses, but for those that are waited for.
fn send(
    exchange: &mut Exchange,
    (method, caller): (&str, &str),
    params: &mut Params,
) -> Option<Result<Value, String>> {
    let mut notify = || {
        let to = params.text("the receiver")?;
        exchange.notify(caller, &to, params.sized_map("the message")?)
    };
    Some(match method {
        "samp.hub.notify" => notify().map(|()| nothing()),
        "samp.hub.notifyAll" => params
            .sized_map("the message")
            .and_then(|message| exchange.notify_all(caller, message))
            .map(list),
        "samp.hub.call" => call(exchange, caller, params).map(Value::String),
        "samp.hub.callAll" => call_all(exchange, caller, params).map(Value::Struct),
        "samp.hub.reply" => reply(exchange, caller, params).map(|()| nothing()),
        _ => return None,
    })
}

fn call(exchange: &mut Exchange, caller: &str, params: &mut Params) -> Result<String, String> {
    let to = params.text("the receiver")?;
    let tag = params.text("the message tag")?;
    exchange.call(caller, &to, tag, params.sized_map("the message")?)
}

fn call_all(exchange: &mut Exchange, caller: &str, params: &mut Params) -> Result<Map, String> {
    let tag = params.text("the message tag")?;
    exchange.call_all(caller, &tag, params.sized_map("the message")?)
}

fn reply(exchange: &mut Exchange, caller: &str, params: &mut Params) -> Result<(), String> {
    let id = params.text("the message identifier")?;
    exchange.reply(caller, &id, params.sized_map("the response")?)
}

async fn call_and_wait(board: &Switchboard, mut params: Params) -> Result<Value, String> {
    let key = params.text("the private key")?;
    let to = params.text("the receiver")?;
    let message = params.sized_map("the message")?;
    let seconds = params.text("the time-out")?;
    let Ok(seconds) = seconds.trim().parse::<i64>() else {
        return Err("the time-out is no whole number of seconds".to_owned());
    };
    let (id, outcome) = board.with(|exchange| {
        let caller = exchange.caller(&key)?;
        exchange.call_and_wait(&caller, &to, message)
    })?;
    let _waiting = Waiting { board, id };
    // SAMP 1.3, 3.11: with a time-out of 0 or less the sender is ready to wait for ever.
    let seconds = u64::try_from(seconds)
        .ok()
        .filter(|seconds| *seconds > 0)
        .map_or(LONGEST_WAIT, |seconds| seconds.min(LONGEST_WAIT));
    match tokio::time::timeout(Duration::from_secs(seconds), outcome).await {
        Ok(Ok(outcome)) => outcome.map(Value::Struct),
        Ok(Err(_)) => Err("the message was given up".to_owned()),
        Err(_) => Err(format!("client {to} did not respond within {seconds} s")),
    }
}

/// A call whose sender waits. When the sender goes, or has waited enough, it is forgotten.
struct Waiting<'a> {
    board: &'a Switchboard,
    id: String,
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.board.with(|exchange| exchange.forget(&self.id));
    }
}

/// What a method that has nothing to return does return.
fn nothing() -> Value {
    Value::String(String::new())
}

fn list(items: Vec<String>) -> Value {
    Value::Array(items.into_iter().map(Value::String).collect())
}

/// The parameters of a call, read from the first to the last.
struct Params {
    values: vec::IntoIter<Value>,
    /// Of the whole call, in bytes.
    size: usize,
}

impl Params {
    fn next(&mut self) -> Result<Option<Value>, String> {
        self.values.next().map(plain).transpose()
    }

    fn text(&mut self, what: &str) -> Result<String, String> {
        match self.next()? {
            Some(Value::String(text)) => Ok(text),
            _ => Err(format!("{what}: there is none, or it is no string")),
        }
    }

    fn map(&mut self, what: &str) -> Result<Map, String> {
        match self.next()? {
            Some(Value::Struct(map)) => Ok(map),
            _ => Err(format!("{what}: there is none, or it is no map")),
        }
    }

    fn sized_map(&mut self, what: &str) -> Result<(Map, usize), String> {
        Ok((self.map(what)?, self.size))
    }

    fn declaration(&mut self, what: &str) -> Result<Map, String> {
        if self.size > LARGEST_DECLARATION {
            return Err(format!(
                "{what}: it is longer than {LARGEST_DECLARATION} bytes"
            ));
        }
        self.map(what)
    }
}

#[cfg(test)]
mod tests;
