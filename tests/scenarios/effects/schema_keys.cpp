#include "tests/scenarios/effects/schema_keys.h"

#include <Poco/JSON/Array.h>
#include <Poco/JSON/Object.h>
#include <Poco/JSON/Parser.h>
#include <gtest/gtest.h>

#include "tests/scenarios/language/plan/scenario_samples.h"

namespace dialtone {
namespace {

using Poco::JSON::Array;
using Poco::JSON::Object;

class SchemaWalk {
 public:
  explicit SchemaWalk(const Object& root) : root_(root) { walk("", *root.getObject("$defs")->getObject("scenario")); }

  const SchemaKeys& keys() const { return keys_; }

 private:
  // Resolves `$ref`; returns the schema itself if there is none.
  Object::Ptr resolved(Object::Ptr schema) const {
    const std::string place = schema->optValue<std::string>("$ref", "");
    const std::string name = place.substr(place.rfind('/') + 1);
    return place.empty() ? schema : resolved(root_.getObject("$defs")->getObject(name));
  }

  void walk(const std::string& path, const Object& schema) {
    if (!path.empty()) keys_.all.insert(path);
    bool has_more = walk_words(path, schema);
    has_more = walk_keys(path, schema) || has_more;
    has_more = walk_names(path, schema) || has_more;
    has_more = walk_items(path, schema) || has_more;
    has_more = walk_choices(path, schema) || has_more;
    if (!has_more) keys_.with_values.insert(path);
  }

  bool walk_words(const std::string& path, const Object& schema) {
    if (schema.has("const")) keys_.with_values.insert(path + "=" + schema.getValue<std::string>("const"));
    const Array::Ptr words = schema.getArray("enum");
    for (std::size_t i = 0; words && i < words->size(); ++i) {
      keys_.with_values.insert(path + "=" + words->getElement<std::string>(static_cast<unsigned>(i)));
    }
    return words || schema.has("const");
  }

  bool walk_keys(const std::string& path, const Object& schema) {
    const Object::Ptr keys = schema.getObject("properties");
    if (!keys) return false;
    for (const std::string& key : keys->getNames()) {
      walk((path.empty() ? "" : path + ".") + key, *resolved(keys->getObject(key)));
    }
    return keys->size() > 0;
  }

  // Adds the keys below names that the file chooses, if the names stand for maps.
  bool walk_names(const std::string& path, const Object& schema) {
    const Object::Ptr under_names = schema.getObject("additionalProperties");
    if (!under_names || !resolved(under_names)->has("properties")) return false;
    walk(path + ".*", *resolved(under_names));
    return true;
  }

  bool walk_items(const std::string& path, const Object& schema) {
    const Object::Ptr items = schema.getObject("items");
    if (!items) return false;
    const Object::Ptr item = resolved(items);
    walk(item->has("properties") ? path + ".*" : path, *item);
    return true;
  }

  bool walk_choices(const std::string& path, const Object& schema) {
    bool any = false;
    for (const char* combination : {"anyOf", "oneOf", "allOf"}) {
      const Array::Ptr choices = schema.getArray(combination);
      for (std::size_t i = 0; choices && i < choices->size(); ++i) {
        const Object::Ptr choice = choices->getObject(static_cast<unsigned>(i));
        if (!is_value(*choice)) continue;
        any = true;
        if (!is_parameter(*choice)) walk(path, *resolved(choice));
      }
    }
    return any;
  }

  // Returns false for a schema that only lists required keys.
  static bool is_value(const Object& schema) {
    return schema.has("type") || schema.has("$ref") || schema.has("enum") || schema.has("const") || schema.has("anyOf");
  }
  static bool is_parameter(const Object& schema) {
    return schema.optValue<std::string>("$ref", "") == "#/$defs/parameter";
  }

  const Object& root_;
  SchemaKeys keys_;
};

}  // namespace

SchemaKeys read_schema_keys() {
  Poco::JSON::Parser parser;
  const Object::Ptr root =
      parser.parse(text_of(DIALTONE_SOURCE_DIR "/scenarios/scenario.schema.json")).extract<Object::Ptr>();
  return SchemaWalk(*root).keys();
}

}  // namespace dialtone
