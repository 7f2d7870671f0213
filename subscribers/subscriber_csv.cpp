#include "subscribers/subscriber_csv.h"

#include <optional>
#include <unordered_map>

#include "subscribers/csv.h"
#include "subscribers/subscriber_columns.h"
#include "values/host_text.h"

namespace dialtone {
namespace {

constexpr std::uint64_t kProgressRows = 1000;

Failure at_line(std::size_t line, std::string_view what) {
  return Failure{"line " + std::to_string(line) + ": " + std::string(what)};
}

// Returns an unknown name in a form that messages can show: shortened, with unprintable characters replaced.
std::string printable(std::string_view name) {
  std::string text(name.substr(0, 64));
  for (char& c : text) {
    if (c < 0x20 || c == 0x7F) c = '?';
  }
  return text;
}

const SubscriberColumn* find_column(std::string_view name) {
  for (const SubscriberColumn& column : subscriber_columns()) {
    if (column.name == name) return &column;
  }
  return nullptr;
}

// Returns the columns that the header line names, in its order.
Result<std::vector<const SubscriberColumn*>> read_header(const CsvRecord& header) {
  std::vector<const SubscriberColumn*> columns;
  if (header.fields.front().starts_with("\xEF\xBB\xBF")) {
    return at_line(header.line, "more than one byte order mark");
  }
  for (const std::string& name : header.fields) {
    const SubscriberColumn* column = find_column(name);
    if (column == nullptr) return at_line(header.line, "unknown column '" + printable(name) + "'");
    for (const SubscriberColumn* earlier : columns) {
      if (earlier == column) return at_line(header.line, "the column " + name + " comes twice");
    }
    columns.push_back(column);
  }
  for (const SubscriberColumn& column : subscriber_columns()) {
    bool present = false;
    for (const SubscriberColumn* named : columns) present = present || named == &column;
    if (column.required && !present) {
      return at_line(header.line, "the column " + std::string(column.name) + " is missing");
    }
  }
  return columns;
}

Result<Subscriber> read_subscriber(const CsvRecord& record, const std::vector<const SubscriberColumn*>& columns) {
  if (record.fields.size() != columns.size()) {
    return at_line(record.line, std::to_string(record.fields.size()) + " values, but the header has " +
                                    std::to_string(columns.size()) + " columns");
  }
  SubscriberDraft draft;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    const SubscriberColumn& column = *columns[i];
    const std::string& value = record.fields[i];
    if (value.empty()) {
      if (column.required) return at_line(record.line, std::string(column.name) + " is empty");
      continue;
    }
    if (const Result<void> read = column.read(draft, value); !read) {
      return at_line(record.line, std::string(column.name) + " " + read.error().reason);
    }
  }
  Result<Subscriber> subscriber = complete(std::move(draft));
  if (!subscriber) return at_line(record.line, subscriber.error().reason);
  return subscriber;
}

// Fails if two lines have the same key. `key_of` returns an empty key for a line that may repeat.
template <typename KeyOf>
std::optional<Failure> find_repeated(const std::vector<Subscriber>& subscribers, const std::vector<std::size_t>& lines,
                                     std::string_view what, KeyOf key_of) {
  std::unordered_map<std::string, std::size_t> line_of;
  line_of.reserve(subscribers.size());
  for (std::size_t i = 0; i < subscribers.size(); ++i) {
    std::string key = key_of(subscribers[i]);
    if (key.empty()) continue;
    const auto [first, added] = line_of.try_emplace(std::move(key), lines[i]);
    if (!added) {
      return at_line(lines[i],
                     "the " + std::string(what) + " stands on line " + std::to_string(first->second) + " too");
    }
  }
  return std::nullopt;
}

// Disabled rows count too: the second line of a serial number would silently replace the first.
std::optional<Failure> find_any_repeated(const std::vector<Subscriber>& subscribers,
                                         const std::vector<std::size_t>& lines) {
  std::optional<Failure> repeated =
      find_repeated(subscribers, lines, "serial_number", [](const Subscriber& each) { return each.serial_number; });
  if (repeated) return repeated;
  repeated = find_repeated(subscribers, lines, "mac_address of an enabled subscriber", [](const Subscriber& each) {
    return each.enabled ? to_text(each.mac_address) : std::string();
  });
  if (repeated) return repeated;
  return find_repeated(subscribers, lines, "device_name of an enabled subscriber of this domain",
                       [](const Subscriber& each) {
                         return each.enabled ? canonical_host(each.domain) + ' ' + each.device_name : std::string();
                       });
}

}  // namespace

Result<std::vector<Subscriber>> parse_subscribers_csv(std::string_view csv, const Progress& progress) {
  CsvReader reader(csv);
  CsvRecord record;
  Result<bool> more = reader.next(record);
  if (!more) return more.error();
  if (!*more) return at_line(1, "there is no header line");
  const Result<std::vector<const SubscriberColumn*>> columns = read_header(record);
  if (!columns) return columns.error();
  std::vector<Subscriber> subscribers;
  std::vector<std::size_t> lines;
  for (more = reader.next(record); more && *more; more = reader.next(record)) {
    Result<Subscriber> subscriber = read_subscriber(record, *columns);
    if (!subscriber) return subscriber.error();
    subscribers.push_back(*std::move(subscriber));
    lines.push_back(record.line);
    const bool tells = progress && subscribers.size() % kProgressRows == 0;
    if (tells && !progress(reader.bytes_read())) return Failure{"interrupted"};
  }
  if (!more) return more.error();
  if (std::optional<Failure> repeated = find_any_repeated(subscribers, lines)) return *std::move(repeated);
  if (progress && !progress(reader.bytes_read())) return Failure{"interrupted"};
  return subscribers;
}

std::string subscriber_csv_header() {
  std::string csv;
  for (const SubscriberColumn& column : subscriber_columns()) {
    if (!csv.empty()) csv += ',';
    csv += column.name;
  }
  return csv + '\n';
}

void append_subscribers_csv(std::string& csv, std::span<const Subscriber> subscribers) {
  std::string value;
  for (const Subscriber& subscriber : subscribers) {
    for (const SubscriberColumn& column : subscriber_columns()) {
      if (&column != subscriber_columns().data()) csv += ',';
      value.clear();
      column.write(value, subscriber);
      append_csv_field(csv, value);
    }
    csv += '\n';
  }
}

}  // namespace dialtone
