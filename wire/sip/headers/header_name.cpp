#include "wire/sip/headers/header_name.h"

#include <array>

#include "wire/sip/headers/grammar.h"

namespace dialtone::sip {
namespace {

struct Entry {
  std::string_view name;
  char compact = '\0';
};

constexpr std::array<Entry, 37> kEntries = {{
    {"", '\0'},
    {"Accept", '\0'},
    {"Allow", '\0'},
    {"Allow-Events", 'u'},
    {"Authentication-Info", '\0'},
    {"Authorization", '\0'},
    {"Call-ID", 'i'},
    {"Contact", 'm'},
    {"Content-Encoding", 'e'},
    {"Content-Length", 'l'},
    {"Content-Type", 'c'},
    {"CSeq", '\0'},
    {"Date", '\0'},
    {"Event", 'o'},
    {"Expires", '\0'},
    {"From", 'f'},
    {"Max-Forwards", '\0'},
    {"Min-Expires", '\0'},
    {"Path", '\0'},
    {"Proxy-Authenticate", '\0'},
    {"Proxy-Authorization", '\0'},
    {"Proxy-Require", '\0'},
    {"Record-Route", '\0'},
    {"Refer-To", 'r'},
    {"Require", '\0'},
    {"Retry-After", '\0'},
    {"Route", '\0'},
    {"Server", '\0'},
    {"Subject", 's'},
    {"Subscription-State", '\0'},
    {"Supported", 'k'},
    {"To", 't'},
    {"Unsupported", '\0'},
    {"User-Agent", '\0'},
    {"Via", 'v'},
    {"Warning", '\0'},
    {"WWW-Authenticate", '\0'},
}};

constexpr std::size_t kSlots = 128;

constexpr std::size_t slot_of(std::string_view name) {
  const std::size_t first = static_cast<unsigned char>(lower(name.front()));
  const std::size_t last = static_cast<unsigned char>(lower(name.back()));
  return (name.size() * 7 + first * 31 + last * 5) % kSlots;
}

constexpr std::array<std::uint8_t, kSlots> slots() {
  std::array<std::uint8_t, kSlots> table{};
  for (std::size_t i = 1; i < kEntries.size(); ++i) {
    std::size_t slot = slot_of(kEntries[i].name);
    while (table[slot] != 0) slot = (slot + 1) % kSlots;
    table[slot] = static_cast<std::uint8_t>(i);
  }
  return table;
}

// A hash table with open addressing: a name is found from its slot on, before the first empty slot.
constexpr std::array<std::uint8_t, kSlots> kTable = slots();

HeaderName compact_named(char letter) {
  for (std::size_t i = 1; i < kEntries.size(); ++i) {
    if (kEntries[i].compact == lower(letter)) return static_cast<HeaderName>(i);
  }
  return HeaderName::kUnknown;
}

}  // namespace

HeaderName header_named(std::string_view name) {
  if (name.empty()) return HeaderName::kUnknown;
  if (name.size() == 1) return compact_named(name.front());
  for (std::size_t slot = slot_of(name); kTable[slot] != 0; slot = (slot + 1) % kSlots) {
    const std::string_view known = kEntries[kTable[slot]].name;
    if (known == name || equal_ignoring_case(known, name)) return static_cast<HeaderName>(kTable[slot]);
  }
  return HeaderName::kUnknown;
}

bool is_same_header(std::string_view left, std::string_view right) {
  const HeaderName known = header_named(left);
  return known == HeaderName::kUnknown ? equal_ignoring_case(left, right) : known == header_named(right);
}

std::string_view name_of(HeaderName name) { return kEntries[static_cast<std::size_t>(name)].name; }

bool is_single(HeaderName name) {
  switch (name) {
    case HeaderName::kCallId:
    case HeaderName::kContentLength:
    case HeaderName::kContentType:
    case HeaderName::kCSeq:
    case HeaderName::kDate:
    case HeaderName::kEvent:
    case HeaderName::kExpires:
    case HeaderName::kFrom:
    case HeaderName::kMaxForwards:
    case HeaderName::kMinExpires:
    case HeaderName::kRetryAfter:
    case HeaderName::kTo: return true;
    default: return false;
  }
}

}  // namespace dialtone::sip
