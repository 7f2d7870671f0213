// The columns of the subscribers' CSV, each with how it is read and written.
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
  bool has_firmware = false;  // a column that makes sense only with firmware has a value
};

struct SubscriberColumn {
  std::string_view name;
  bool required = false;
  // Takes a value; an empty text is none where there may be none. The failure continues a sentence that begins with the
  // column's name.
  Result<void> (*read)(SubscriberDraft& draft, std::string_view value) = nullptr;
  // Appends the value; nothing where it is absent.
  void (*write)(std::string& value, const Subscriber& subscriber) = nullptr;
};

// In the order of the contract.
std::span<const SubscriberColumn> subscriber_columns();

// What the columns say together: defaults that follow from others, and what must not stand alone. The failure begins
// with a column's name.
Result<Subscriber> complete(SubscriberDraft draft);

}  // namespace dialtone
