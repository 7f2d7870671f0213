// Makes a document's text from the tables of its fields.
#pragma once

#include <string>
#include <string_view>
#include <type_traits>

#include "wire/provisioning/field_types.h"
#include "wire/provisioning/fields.h"
#include "wire/provisioning/xml_writer.h"

namespace dialtone::provisioning {

inline void append_value(std::string& xml, int indent, std::string_view name, std::string_view text) {
  append_element(xml, indent, name, text);
}
inline void append_value(std::string& xml, int indent, std::string_view name, std::uint64_t number) {
  append_element(xml, indent, name, number);
}
template <typename Value>
  requires requires(const Value& value) { to_text(value); }
void append_value(std::string& xml, int indent, std::string_view name, const Value& value) {
  append_element(xml, indent, name, to_text(value));
}

template <typename Rows, typename Struct>
void append_fields(std::string& xml, int indent, const Struct& object);

template <typename Rows, typename Struct>
void append_part(std::string& xml, int indent, std::string_view name, const Struct& object) {
  append_opening(xml, indent, name);
  append_fields<Rows>(xml, indent + 2, object);
  append_closing(xml, indent, name);
}

template <auto kMember, typename Type, auto kOnlyWith, typename Struct>
void append_field(std::string& xml, int indent, const Field<kMember, Type, kOnlyWith>& field, const Struct& object) {
  const auto& value = object.*kMember;
  if constexpr (std::is_same_v<Type, types::Flag>) {
    if (value) append_element(xml, indent, field.name, "true");
  } else if constexpr (Member<kMember>::kMayBeAbsent) {
    if (value) append_value(xml, indent, field.name, *value);
  } else {
    append_value(xml, indent, field.name, value);
  }
}

template <auto kMember, typename Struct>
void append_field(std::string& xml, int indent, const Field<kMember, Several>& field, const Struct& object) {
  using Inner = typename Member<kMember>::Type;
  const auto& value = object.*kMember;
  if constexpr (Member<kMember>::kRepeated) {
    for (const Inner& each : value) append_part<Inner>(xml, indent, field.name, each);
  } else if constexpr (Member<kMember>::kMayBeAbsent) {
    if (value) append_part<Inner>(xml, indent, field.name, *value);
  } else {
    append_part<Inner>(xml, indent, field.name, value);
  }
}

template <typename Rows, typename Struct>
void append_field(std::string& xml, int indent, const Part<Rows>& part, const Struct& object) {
  append_part<Rows>(xml, indent, part.name, object);
}

template <typename Text, typename Struct>
void append_field(std::string& xml, int indent, const Constant<Text>& constant, const Struct&) {
  append_element(xml, indent, constant.name, Text::kText);
}

// Appends the elements that Rows::fields() lists, each on its own line after `indent` spaces.
template <typename Rows, typename Struct>
void append_fields(std::string& xml, int indent, const Struct& object) {
  for_each_field<Rows>([&](const auto& field) { append_field(xml, indent, field, object); });
}

}  // namespace dialtone::provisioning
