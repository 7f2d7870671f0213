// Subscribers as CSV: a header line with the columns' names, then a subscriber a line.
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

// Columns may be absent or come in any order; an absent or empty value means the default. The failure names the line
// and the column: `line 3: mac_address is not a MAC address`. Also refused: a serial number that stands on two lines,
// and a MAC address or (domain, device_name) that two enabled subscribers share; the failure names both lines.
// `progress` gets the number of bytes read so far; where it says so, reading ends with a failure.
Result<std::vector<Subscriber>> parse_subscribers_csv(std::string_view csv, const Progress& progress = {});

// The header line with all columns. Lines end with \n.
std::string subscriber_csv_header();
// Appends a line for each that parse_subscribers_csv reads back to the same subscriber. It holds passwords.
void append_subscribers_csv(std::string& csv, std::span<const Subscriber> subscribers);

}  // namespace dialtone
