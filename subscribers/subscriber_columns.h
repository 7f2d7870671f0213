// The columns of the subscribers' CSV, each with its reader and writer.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "subscribers/subscriber.h"
#include "values/result.h"

namespace dialtone {

// A subscriber of whom some columns have been read.
struct SubscriberDraft {
  Subscriber subscriber;
  provisioning::Firmware firmware;
  bool has_firmware_protocol = false;
  bool has_firmware = false;  // true if any column that requires firmware has a value
};

struct SubscriberColumn {
  std::string_view name;
  bool required = false;
  // Stores a value; an empty text leaves an optional member empty. The error is the rest of a sentence that begins with
  // the column's name.
  Result<void> (*read)(SubscriberDraft& draft, std::string_view value) = nullptr;
  // Appends the value; appends nothing if the member is empty.
  void (*write)(std::string& value, const Subscriber& subscriber) = nullptr;
};

// In the order in which docs/contract.md lists them.
std::span<const SubscriberColumn> subscriber_columns();

// Checks the columns together: fills defaults that depend on other columns, and fails on columns that need others. The
// error begins with a column's name.
Result<Subscriber> complete(SubscriberDraft draft);

}  // namespace dialtone
