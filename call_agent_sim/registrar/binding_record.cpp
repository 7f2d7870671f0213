#include "call_agent_sim/registrar/binding_record.h"

#include <algorithm>
#include <charconv>
#include <concepts>
#include <utility>

#include "values/hash.h"
#include "values/hex.h"
#include "wire/sip/headers/uri.h"

namespace dialtone {
namespace {

constexpr std::string_view kHeader = "dialtone bindings 1";
constexpr std::string_view kBound = "+";
constexpr std::string_view kUnbound = "-";
constexpr std::size_t kChecksumDigits = 16;

void append_word(std::string& out, std::string_view text) {
  out += ' ';
  for (char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte > 0x20 && byte != '%' && byte != 0x7F) {
      out += c;
    } else {
      out += '%';
      out += "0123456789ABCDEF"[byte >> 4U];
      out += "0123456789ABCDEF"[byte & 15U];
    }
  }
}

void append_word(std::string& out, std::integral auto number) {
  out += ' ';
  out += std::to_string(number);
}

// Writes the checksum of the text after `begin` in front of it.
void seal(std::string& out, std::size_t begin) {
  std::string checksum;
  append_hex(checksum, hash_text(std::string_view(out).substr(begin)));
  out.insert(begin, checksum);
  out += '\n';
}

std::int64_t wall_nanoseconds(const RecordContext& context, Moment moment) {
  return (context.wall_clock + (moment - context.now)).time_since_epoch().count();
}

class Words {
 public:
  explicit Words(std::string_view text) : rest_(text) {}

  // Returns the next word with the blank before it; empty after the last word.
  std::string_view next() {
    if (rest_.empty()) return {};
    rest_.remove_prefix(1);
    const std::string_view word = rest_.substr(0, rest_.find(' '));
    rest_.remove_prefix(word.size());
    return word;
  }
  bool at_end() const { return rest_.empty(); }

  template <std::integral T>
  std::optional<T> next_number() {
    const std::string_view word = next();
    T number{};
    const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), number);
    if (error != std::errc() || end != word.data() + word.size() || word.empty()) return std::nullopt;
    return number;
  }

 private:
  std::string_view rest_;
};

std::optional<Moment> next_moment(Words& words, const RecordContext& context) {
  const std::optional<std::int64_t> wall = words.next_number<std::int64_t>();
  if (!wall) return std::nullopt;
  return context.now + (WallTime(Duration(*wall)) - context.wall_clock);
}

std::optional<sip::Flow> next_flow(Words& words, const RecordContext& context) {
  const std::string_view transport = words.next();
  const Result<Endpoint> peer = parse_endpoint(words.next());
  const Result<Endpoint> local = parse_endpoint(words.next());
  if (!peer || !local || (transport != to_text(Transport::kUdp) && transport != to_text(Transport::kTcp)))
    return std::nullopt;
  sip::Flow flow;
  flow.peer = *peer;
  flow.transport = transport == to_text(Transport::kUdp) ? Transport::kUdp : Transport::kTcp;
  const auto address = std::find(context.addresses.begin(), context.addresses.end(), *local);
  if (address != context.addresses.end()) {
    flow.address = static_cast<std::uint16_t>(address - context.addresses.begin());
  }
  return flow;
}

}  // namespace

std::string header_line() { return std::string(kHeader) + '\n'; }

void append_record(std::string& out, const RecordContext& context, std::string_view address_of_record,
                   const Binding& binding) {
  const std::size_t begin = out.size();
  append_word(out, kBound);
  append_word(out, address_of_record);
  append_word(out, binding.contact);
  append_word(out, binding.call_id);
  append_word(out, binding.cseq);
  append_word(out, binding.q);
  append_word(out, wall_nanoseconds(context, binding.expires));
  append_word(out, wall_nanoseconds(context, binding.updated));
  append_word(out, to_text(binding.flow.transport));
  append_word(out, to_text(binding.flow.peer));
  append_word(out, to_text(context.addresses[binding.flow.address]));
  seal(out, begin);
}

void append_removal(std::string& out, std::string_view address_of_record, std::string_view contact) {
  const std::size_t begin = out.size();
  append_word(out, kUnbound);
  append_word(out, address_of_record);
  append_word(out, contact);
  seal(out, begin);
}

Result<BindingRecord> parse_record(std::string_view line, const RecordContext& context) {
  if (line.size() <= kChecksumDigits) return Failure{"line too short"};
  std::string checksum;
  append_hex(checksum, hash_text(line.substr(kChecksumDigits)));
  if (line.substr(0, kChecksumDigits) != checksum) return Failure{"checksum wrong"};
  Words words(line.substr(kChecksumDigits));
  const std::string_view kind = words.next();
  BindingRecord record;
  record.removed = kind == kUnbound;
  record.address_of_record = sip::unescape(words.next());
  record.binding.contact = sip::unescape(words.next());
  if (record.removed && words.at_end()) return record;
  if (kind != kBound) return Failure{"word unknown"};
  record.binding.call_id = sip::unescape(words.next());
  const std::optional<std::uint32_t> cseq = words.next_number<std::uint32_t>();
  const std::optional<int> q = words.next_number<int>();
  const std::optional<Moment> expires = next_moment(words, context);
  const std::optional<Moment> updated = next_moment(words, context);
  const std::optional<sip::Flow> flow = next_flow(words, context);
  if (!cseq || !q || !expires || !updated || !flow || !words.at_end()) return Failure{"words wrong"};
  record.binding.cseq = *cseq;
  record.binding.q = *q;
  record.binding.expires = *expires;
  record.binding.updated = *updated;
  record.binding.flow = *flow;
  return record;
}

}  // namespace dialtone
