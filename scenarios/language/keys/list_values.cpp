// Values that may be a single item or a list of items.
#include <charconv>

#include "scenarios/language/document/flow_map.h"
#include "scenarios/language/document/yaml_cursor.h"
#include "scenarios/language/keys/keys.h"
#include "values/spelling.h"

namespace dialtone {
namespace {

std::optional<std::uint64_t> number_of(const YamlNode& node, const NumberRange& range) {
  if (node.kind != YamlNode::Kind::kScalar || node.quoted) return std::nullopt;
  std::uint64_t number = 0;
  const std::string& text = node.text;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool is_octal = text.size() > 1 && text.front() == '0';
  const bool is_whole = error == std::errc() && end == text.data() + text.size() && !is_octal;
  if (!is_whole || number < range.least || number > range.most) return std::nullopt;
  return number;
}

// Returns nullopt after a report.
std::optional<std::vector<std::uint64_t>> read_numbers(MapCursor& map, std::string_view key, const NumberRange& range) {
  const YamlNode& value = map.entry(key).value;
  if (value.kind != YamlNode::Kind::kList) {
    const std::optional<std::uint64_t> number = map.number(key, range.least, range.most);
    return number ? std::optional(std::vector{*number}) : std::nullopt;
  }
  static_cast<void>(map.take(key));
  std::vector<std::uint64_t> numbers;
  for (const YamlNode& item : value.items) {
    const std::optional<std::uint64_t> number = number_of(item, range);
    if (!number) {
      map.report_wrong(key, item,
                       "whole numbers from " + std::to_string(range.least) + " to " + std::to_string(range.most));
      return std::nullopt;
    }
    if (!numbers.empty() && *number <= numbers.back()) {
      map.report(item.origin, in_quotes(key) + " must be numbers that rise, not " + item.text + " behind " +
                                  std::to_string(numbers.back()));
      return std::nullopt;
    }
    numbers.push_back(*number);
  }
  if (!numbers.empty() && numbers.size() <= kMostNumbers) return numbers;
  map.report(value.origin, in_quotes(key) + " must have from 1 to " + std::to_string(kMostNumbers) + " numbers");
  return std::nullopt;
}

ValueFacts facts_of_numbers(const NumberRange& range) {
  const std::string least = std::to_string(range.least);
  const std::string most = std::to_string(range.most);
  const std::string parameter = JsonMap().add_text("$ref", "#/$defs/parameter").text();
  const std::string one = JsonMap().add_text("type", "integer").add("minimum", least).add("maximum", most).text();
  const std::string item = JsonMap().add("anyOf", json_list({one, parameter})).text(kOneLine);
  const JsonMap list = JsonMap()
                           .add_text("type", "array")
                           .add("minItems", "1")
                           .add("maxItems", std::to_string(kMostNumbers))
                           .add("items", item);
  return {"whole number, or a list of these", "from " + least + " to " + most,
          JsonMap().add("anyOf", json_list({one, list.text(kOneLine), parameter}))};
}

// Returns nullopt after a report.
std::optional<std::vector<std::string>> read_texts(MapCursor& map, std::string_view key, const Keys::ListForm& form) {
  const YamlNode* list = map.list(key);
  if (list == nullptr) return std::nullopt;
  std::vector<std::string> texts;
  bool are_equal = list->items.size() > 1;
  std::string first;
  for (const YamlNode& item : list->items) {
    if (item.kind != YamlNode::Kind::kScalar) {
      map.report(item.origin, in_quotes(key) + " is a list of values");
      return std::nullopt;
    }
    const Result<std::string> good = form.check(item.text);
    if (!good) {
      map.report(item.origin, in_quotes(key) + " " + good.error().reason);
      return std::nullopt;
    }
    if (texts.empty()) first = *good;
    are_equal = are_equal && *good == first;
    texts.push_back(item.text);
  }
  if (are_equal) {
    map.report(list->origin, in_quotes(key) + " must have different values, not " + in_quotes(first) + " only");
    return std::nullopt;
  }
  if (texts.size() >= form.least && texts.size() <= kMostNumbers) return texts;
  map.report(list->origin, in_quotes(key) + " must have from " + std::to_string(form.least) + " to " +
                               std::to_string(kMostNumbers) + " values");
  return std::nullopt;
}

ValueFacts facts_of_list(const Keys::ListForm& form) {
  const std::string parameter = JsonMap().add_text("$ref", "#/$defs/parameter").text();
  std::vector<std::string> items{JsonMap().add_text("type", "string").add_text("pattern", form.pattern).text(kOneLine)};
  if (!form.numbers.empty()) items.emplace_back(form.numbers);
  items.push_back(parameter);
  const JsonMap list = JsonMap()
                           .add_text("type", "array")
                           .add("minItems", std::to_string(form.least))
                           .add("maxItems", std::to_string(kMostNumbers))
                           .add("items", JsonMap().add("anyOf", json_list(items)).text(kOneLine));
  return {"list of: " + std::string(form.type), "", list};
}

}  // namespace

void Keys::list_of_texts(const Key& key, const KeySlot<std::vector<std::string>>& slot, const ListForm& form) {
  value(key, {.facts = [&] { return facts_of_list(form); },
              .read =
                  [&](MapCursor& map, std::string_view name, const ReadContext&) {
                    std::optional<std::vector<std::string>> texts = read_texts(map, name, form);
                    if (!texts) return false;
                    slot.set(*std::move(texts));
                    return true;
                  },
              .write = [&]() -> std::optional<std::string> {
                const std::optional<std::vector<std::string>> texts = slot.get();
                if (!texts) return std::nullopt;
                std::string all;
                for (const std::string& each : *texts) {
                  all += (all.empty() ? "" : ", ") + (form.is_quoted ? quote(each) : each);
                }
                return "[" + all + "]";
              }});
}

void Keys::numbers(const Key& key, const KeySlot<std::vector<std::uint64_t>>& slot, const NumberRange& range) {
  value(key, {.facts = [&] { return facts_of_numbers(range); },
              .read =
                  [&](MapCursor& map, std::string_view name, const ReadContext&) {
                    std::optional<std::vector<std::uint64_t>> numbers = read_numbers(map, name, range);
                    if (!numbers) return false;
                    slot.set(*std::move(numbers));
                    return true;
                  },
              .write = [&]() -> std::optional<std::string> {
                const std::optional<std::vector<std::uint64_t>> numbers = slot.get();
                if (!numbers) return std::nullopt;
                if (numbers->size() == 1) return std::to_string(numbers->front());
                std::string text;
                for (const std::uint64_t number : *numbers) text += (text.empty() ? "" : ", ") + std::to_string(number);
                return "[" + text + "]";
              }});
}

}  // namespace dialtone
