//! VOTable's primitive types and the shapes of cells (VOTable 1.4, sections 2.1 and 2.2).

/// The type of a cell's elements (VOTable 1.4, table 1).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Datatype {
    /// `T`, `F`, or null.
    Boolean,
    /// One bit; eight to the byte in BINARY.
    Bit,
    /// 0 to 255.
    UnsignedByte,
    /// 16 bits, signed.
    Short,
    /// 32 bits, signed.
    Int,
    /// 64 bits, signed.
    Long,
    /// 16 bits, unsigned. Not of the standard; some archives have it (astropy#2675).
    UnsignedShort,
    /// 32 bits, unsigned. Not of the standard either.
    UnsignedInt,
    /// A byte of text. Many write UTF-8, as VOTable 1.6 will allow.
    #[default]
    Char,
    /// Two bytes of text, UCS-2.
    UnicodeChar,
    /// 32 bits, IEEE 754.
    Float,
    /// 64 bits, IEEE 754.
    Double,
    /// Two floats.
    FloatComplex,
    /// Two doubles.
    DoubleComplex,
}

impl Datatype {
    /// The name in the standard.
    pub fn name(self) -> &'static str {
        match self {
            Self::Boolean => "boolean",
            Self::Bit => "bit",
            Self::UnsignedByte => "unsignedByte",
            Self::Short => "short",
            Self::Int => "int",
            Self::Long => "long",
            Self::UnsignedShort => "unsignedShort",
            Self::UnsignedInt => "unsignedInt",
            Self::Char => "char",
            Self::UnicodeChar => "unicodeChar",
            Self::Float => "float",
            Self::Double => "double",
            Self::FloatComplex => "floatComplex",
            Self::DoubleComplex => "doubleComplex",
        }
    }

    /// Reads the name in the standard, in any case, or one of the names that archives use instead.
    pub fn from_name(name: &str) -> Option<Self> {
        let is = |other: &str| name.trim().eq_ignore_ascii_case(other);
        let standard = [
            Self::Boolean,
            Self::Bit,
            Self::UnsignedByte,
            Self::Short,
            Self::Int,
            Self::Long,
            Self::Char,
            Self::UnicodeChar,
            Self::Float,
            Self::Double,
            Self::FloatComplex,
            Self::DoubleComplex,
        ];
        if let Some(known) = standard.into_iter().find(|known| is(known.name())) {
            return Some(known);
        }
        // astropy's W13 lists those that were seen. Where it takes unsigned ones for the next larger type, they have here
        // the width that their name says, as `unsignedByte` has: in BINARY there is no other to be known.
        match name.trim().to_ascii_lowercase().as_str() {
            "string" | "varchar" | "text" | "unsignedchar" => Some(Self::Char),
            "unicodestring" => Some(Self::UnicodeChar),
            "integer" | "int32" => Some(Self::Int),
            "int16" | "smallint" => Some(Self::Short),
            "int64" | "bigint" | "unsignedlong" | "uint64" => Some(Self::Long),
            "unsignedshort" | "uint16" => Some(Self::UnsignedShort),
            "unsignedint" | "uint32" => Some(Self::UnsignedInt),
            "float32" | "real" => Some(Self::Float),
            "float64" => Some(Self::Double),
            "bool" | "logical" => Some(Self::Boolean),
            "byte" | "uint8" => Some(Self::UnsignedByte),
            _ => None,
        }
    }

    /// Whether a cell is a text.
    pub fn is_text(self) -> bool {
        matches!(self, Self::Char | Self::UnicodeChar)
    }

    /// Whether a cell is a whole number.
    pub(super) fn is_whole(self) -> bool {
        matches!(
            self,
            Self::UnsignedByte
                | Self::Short
                | Self::Int
                | Self::Long
                | Self::UnsignedShort
                | Self::UnsignedInt
        )
    }

    /// Bytes of `n` elements in BINARY (VOTable 1.4, section 6). `None` beyond what can be counted.
    pub(super) fn bytes(self, n: usize) -> Option<usize> {
        match self {
            Self::Bit => Some(n.div_ceil(8)),
            Self::Boolean | Self::UnsignedByte | Self::Char => Some(n),
            Self::Short | Self::UnsignedShort | Self::UnicodeChar => n.checked_mul(2),
            Self::Int | Self::UnsignedInt | Self::Float => n.checked_mul(4),
            Self::Long | Self::Double | Self::FloatComplex => n.checked_mul(8),
            Self::DoubleComplex => n.checked_mul(16),
        }
    }
}

/// How many elements a cell has, from `arraysize`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// One: no `arraysize`, or `1`.
    Scalar,
    /// Always so many, the product of the dimensions.
    Fixed {
        /// Elements in all.
        elements: usize,
        /// The first dimension: for text the length of each string.
        first: usize,
    },
    /// A number that each cell tells: `*`, `128*`, `3x*`.
    Variable,
}

impl Shape {
    /// Reads an `arraysize`. What cannot be understood counts as [`Shape::Variable`], which harms nothing in
    /// TABLEDATA; `bool` says whether it was understood.
    pub fn parse(arraysize: Option<&str>) -> (Self, bool) {
        let Some(text) = arraysize.map(str::trim).filter(|text| !text.is_empty()) else {
            return (Self::Scalar, true);
        };
        let mut dimensions = text.split(['x', 'X']).map(str::trim).peekable();
        let mut elements = 1usize;
        let mut first = None;
        while let Some(dimension) = dimensions.next() {
            if dimensions.peek().is_none()
                && let Some(most) = dimension.strip_suffix('*')
            {
                return (
                    Self::Variable,
                    most.is_empty() || most.parse::<usize>().is_ok(),
                );
            }
            let product = dimension
                .parse::<usize>()
                .ok()
                .and_then(|size| Some((elements.checked_mul(size)?, size)));
            let Some((product, size)) = product else {
                return (Self::Variable, false);
            };
            elements = product;
            first.get_or_insert(size);
        }
        if text == "1" {
            return (Self::Scalar, true);
        }
        (
            Self::Fixed {
                elements,
                first: first.unwrap_or(1),
            },
            true,
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_aliases_of_types_are_understood() {
        for (name, expected) in [
            ("unsignedByte", Some(Datatype::UnsignedByte)),
            ("DOUBLE", Some(Datatype::Double)),
            ("string", Some(Datatype::Char)),
            ("integer", Some(Datatype::Int)),
            ("int64", Some(Datatype::Long)),
            ("unsignedInt", Some(Datatype::UnsignedInt)),
            ("unsignedShort", Some(Datatype::UnsignedShort)),
            ("uint64", Some(Datatype::Long)),
            ("float32", Some(Datatype::Float)),
            ("spam", None),
        ] {
            assert_eq!(Datatype::from_name(name), expected, "{name}");
        }
    }

    #[test]
    fn array_sizes_are_understood() {
        let fixed = |elements, first| Shape::Fixed { elements, first };
        for (text, expected) in [
            (None, (Shape::Scalar, true)),
            (Some("1"), (Shape::Scalar, true)),
            (Some("*"), (Shape::Variable, true)),
            (Some("128*"), (Shape::Variable, true)),
            (Some("3x*"), (Shape::Variable, true)),
            (Some("2"), (fixed(2, 2), true)),
            (Some("94x11"), (fixed(1034, 94), true)),
            (Some("2,3"), (Shape::Variable, false)),
            (Some("*x3"), (Shape::Variable, false)),
            (Some("99999999999x99999999999x9"), (Shape::Variable, false)),
        ] {
            assert_eq!(Shape::parse(text), expected, "{text:?}");
        }
    }
}
