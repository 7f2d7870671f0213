// Subscribers as CSV: a header line with the columns' names, then one subscriber per line.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "subscribers/progress.h"
#include "subscribers/subscriber.h"
#include "values/result.h"

namespace dialtone {

// Columns may be absent or in any order; an absent or empty value means the default. The error names the line and the
// column: `line 3: mac_address is not a MAC address`. Fails, naming both lines, if two lines share a serial number, or
// two enabled subscribers share a MAC address or a (domain, device_name). `progress` is called with the number of bytes
// read so far; if `progress` returns false, reading ends with an error.
Result<std::vector<Subscriber>> parse_subscribers_csv(std::string_view csv, const Progress& progress = {});

// Returns the header line with all columns. Lines end with \n.
std::string subscriber_csv_header();
// Appends one line per subscriber, which parse_subscribers_csv reads back to an equal subscriber. The text contains
// passwords.
void append_subscribers_csv(std::string& csv, std::span<const Subscriber> subscribers);

}  // namespace dialtone
