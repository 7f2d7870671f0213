#include "scenarios/language/expectations/metric_reader.h"

#include <algorithm>

#include "scenarios/language/expectations/event_forms.h"
#include "scenarios/language/expectations/expectation_words.h"
#include "scenarios/language/expectations/metric_name.h"
#include "scenarios/language/expectations/threshold.h"
#include "values/spelling.h"

namespace dialtone {
namespace {

std::string no_metric(const std::string& name) {
  const std::size_t dot = name.rfind('.');
  for (const std::string& event : {name, name.substr(0, dot)}) {
    if (is_unrecorded(event)) return no_such_event(event);
  }
  if (dot != std::string::npos && is_event(name.substr(0, dot))) {
    std::vector<std::string_view> values{"interval"};
    for (const DeclaredField* field : event_fields()) {
      if (field->kind == FieldKind::kNumber || field->kind == FieldKind::kDuration) values.push_back(field->key);
    }
    const std::string last = name.substr(dot + 1);
    return "there is no metric " + in_quotes(name) + ": " + in_quotes(last) +
           " is no event's field with a number or a duration" + did_you_mean(last, values);
  }
  const std::vector<std::string> names = metric_names();
  return "there is no metric " + in_quotes(name) + did_you_mean(name, {names.begin(), names.end()});
}

// Reports an event, or a field of it, that is not to be had of whom the metric is.
void check_metric(MapCursor& map, const YamlEntry& entry, const Metric& metric, Whose of) {
  if (metric.of != Metric::Of::kEvent && metric.of != Metric::Of::kInterval && metric.of != Metric::Of::kField) return;
  const std::vector<std::string_view> fields = fields_of(metric.event, of);
  if (const std::optional<std::string> reason = cannot_be_of(metric.event, of)) {
    map.faults().report(entry.origin, *reason);
  } else if (metric.of == Metric::Of::kField && !std::binary_search(fields.begin(), fields.end(), metric.field)) {
    map.faults().report(entry.origin, lacks_field(metric.event, of, metric.field));
  }
}

}  // namespace

bool read_metric(MapCursor& map, Threshold& threshold) {
  const YamlEntry* found = nullptr;
  std::optional<Metric> metric;
  for (const YamlEntry& entry : map.node().entries) {
    if (map.knows(entry.key)) continue;
    map.has(entry.key);
    const std::optional<Metric> parsed = parse_metric(entry.key);
    if (!parsed) {
      map.faults().report(entry.origin, no_metric(entry.key));
    } else if (found != nullptr) {
      map.faults().report(entry.origin,
                          "one metric in each expectation; " + in_quotes(found->key) + " is there already");
    }
    found = &entry;
    metric = parsed;
  }
  if (found == nullptr) {
    map.faults().report(map.origin(),
                        "'metric' is { NAME: THRESHOLD, of: GROUP }, such as "
                        "{ registration.duration: p(95)<2s, of: homes }");
    return false;
  }
  if (metric) check_metric(map, *found, *metric, whose(threshold.group));
  const YamlNode* text = map.scalar(found->key, "a threshold such as p(95)<2s or count>=100");
  if (text == nullptr || !metric) return false;
  Result<Threshold> read = parse_threshold(text->text, metric->kind);
  if (!read) {
    map.faults().report(text->origin, read.error().reason);
    return false;
  }
  read->metric = found->key;
  read->group = threshold.group;
  read->scope = threshold.scope;
  threshold = std::move(*read);
  return true;
}

}  // namespace dialtone
