//! Numbers that look random and are the same in every run.

/// A generator of the `SplitMix64` family: small, quick, and good enough to scatter datasets over the sky.
#[derive(Debug, Clone)]
pub(super) struct Random {
    state: u64,
}

impl Random {
    /// A generator that gives the same numbers whenever it begins with the same words.
    pub(super) fn seeded(words: &str) -> Self {
        // FNV-1a, 64 bits.
        let state = words.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        });
        Self { state }
    }

    fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number in 0 <= x < 1, evenly spread.
    pub(super) fn unit(&mut self) -> f64 {
        // 53 bits fill a double's mantissa.
        let high = u32::try_from(self.next() >> 32).unwrap_or_default();
        let low = u32::try_from(self.next() >> 43).unwrap_or_default();
        (f64::from(high) + f64::from(low) / 2_097_152.0) / 4_294_967_296.0
    }

    /// A number in lo <= x < hi, evenly spread.
    pub(super) fn between(&mut self, lo: f64, hi: f64) -> f64 {
        lo + (hi - lo) * self.unit()
    }

    /// A number in lo <= x < hi, evenly spread in its logarithm; both ends are positive.
    pub(super) fn log_between(&mut self, lo: f64, hi: f64) -> f64 {
        self.between(lo.ln(), hi.ln()).exp()
    }

    /// A number that is zero on average and one in its standard deviation, by Box and Muller.
    pub(super) fn normal(&mut self) -> f64 {
        let radius = (-2.0 * (1.0 - self.unit()).ln()).sqrt();
        radius * (std::f64::consts::TAU * self.unit()).cos()
    }

    /// True in a share of the calls.
    pub(super) fn chance(&mut self, share: f64) -> bool {
        self.unit() < share
    }

    /// One of the choices; `None` where there are none.
    pub(super) fn pick<'a, T>(&mut self, choices: &'a [T]) -> Option<&'a T> {
        let n_choices = u64::try_from(choices.len()).ok()?;
        let at = self.next().checked_rem(n_choices)?;
        choices.get(usize::try_from(at).ok()?)
    }
}
