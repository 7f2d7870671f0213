#include "scenarios/oracles/known/read_event.h"

#include <Poco/JSON/JSONException.h>
#include <Poco/JSON/Object.h>
#include <Poco/JSON/Parser.h>

namespace dialtone {

Result<ReadEvent> ReadEvent::parse(std::string_view line) {
  ReadEvent event;
  bool has_time = false;
  try {
    Poco::JSON::ParseHandler::Ptr handler(new Poco::JSON::ParseHandler(true));
    Poco::JSON::Parser parser(handler);
    const auto object = parser.parse(std::string(line)).extract<Poco::JSON::Object::Ptr>();
    for (const std::string& key : object->getNames()) {
      const Poco::Dynamic::Var value = object->get(key);
      if (key == "time") {
        event.time_ = Moment(Duration(value.convert<std::int64_t>()));
        has_time = true;
      } else if (key == "host") {
        event.host_ = value.extract<std::string>();
      } else if (key == "event") {
        event.name_ = value.extract<std::string>();
      } else if (value.isString()) {
        event.fields_.push_back({key, Field::Kind::kText, value.extract<std::string>(), 0});
      } else if (value.isBoolean()) {
        event.fields_.push_back({key, Field::Kind::kTruth, {}, value.extract<bool>() ? 1 : 0});
      } else {
        event.fields_.push_back({key, Field::Kind::kInteger, {}, value.convert<std::int64_t>()});
      }
    }
  } catch (const Poco::Exception& exception) {
    return Failure{"not an event: " + exception.displayText()};
  } catch (const std::exception& exception) {
    return Failure{std::string("not an event: ") + exception.what()};
  }
  if (!has_time || event.name_.empty()) return Failure{"not an event: no time or no event"};
  return event;
}

RecordedEvent ReadEvent::view() const {
  views_.clear();
  for (const OwnedField& field : fields_) {
    Field& view = views_.emplace_back(std::string_view(field.key), std::string_view(field.text));
    view.kind = field.kind;
    view.integer = field.integer;
  }
  return {time_, host_, name_, views_};
}

}  // namespace dialtone
