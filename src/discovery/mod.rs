//! One search, from the registry to the last service.
