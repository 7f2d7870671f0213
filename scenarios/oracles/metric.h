// Numbers computed from a run, exactly, and thresholds on them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "scenarios/language/expectations/expectation.h"

namespace dialtone {

// The smallest value that at least `hundredths` / 100 percent of the values do not exceed (nearest rank); `hundredths`
// from 1 to 10,000. Nothing where there are no values. Orders `values` anew.
std::optional<std::int64_t> percentile(std::vector<std::int64_t>& values, int hundredths);

// What was measured, in the threshold's unit: a fraction, which is compared without a rounding.
struct Measured {
  __int128 numerator = 0;
  __int128 denominator = 1;
};
// One aggregate of values; not kRate and kPeak. Nothing where there is nothing to take it of. Orders `values` anew.
std::optional<Measured> aggregate(const Threshold& threshold, std::vector<std::int64_t>& values);
// `count` in so long, in millionths a second.
Measured each_second(std::uint64_t count, Duration time);
// `part` of `whole`, in millionths.
Measured share(std::uint64_t part, std::uint64_t whole);

bool holds(const Threshold& threshold, const Measured& measured);
// Whether further values cannot change what holds() says: a count only rises, and a minimum only falls.
bool is_final(const Threshold& threshold, const Measured& measured);
// `p(95) = 1.34s`, `count = 17`, `rate = 12.5/s`, `rate = 0.0041`.
std::string measured_text(const Threshold& threshold, const Measured& measured);

}  // namespace dialtone
