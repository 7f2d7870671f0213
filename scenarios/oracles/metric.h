// Numbers that are computed exactly from a run, and thresholds on them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "scenarios/language/expectations/expectation.h"

namespace dialtone {

// Returns the smallest value that at least `hundredths` / 100 percent of the values do not exceed (nearest rank);
// `hundredths` is 1 to 10,000. nullopt without values. Reorders `values`.
std::optional<std::int64_t> percentile(std::vector<std::int64_t>& values, int hundredths);

// A measured number in the threshold's unit, as a fraction, so that comparisons do not round.
struct Measured {
  __int128 numerator = 0;
  __int128 denominator = 1;
};
// Computes an aggregate other than kRate and kPeak; nullopt if there are no values. Reorders `values`.
std::optional<Measured> aggregate(const Threshold& threshold, std::vector<std::int64_t>& values);
// Returns `count` divided by `time`, in millionths per second.
Measured each_second(std::uint64_t count, Duration time);
// Returns `part` divided by `whole`, in millionths.
Measured share(std::uint64_t part, std::uint64_t whole);

bool holds(const Threshold& threshold, const Measured& measured);
// Returns true if further values cannot change the result of holds(): a count only rises, and a minimum only falls.
bool is_final(const Threshold& threshold, const Measured& measured);
// Formats a result: `p(95) = 1.34s`, `count = 17`, `rate = 12.5/s`, `rate = 0.0041`.
std::string measured_text(const Threshold& threshold, const Measured& measured);

}  // namespace dialtone
