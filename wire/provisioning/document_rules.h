// Makes a document's grammar from the tables of its fields.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>

#include "wire/provisioning/document_grammar.h"
#include "wire/provisioning/field_types.h"
#include "wire/provisioning/fields.h"

namespace dialtone::provisioning {

// The members that lead from the document to the struct that has a field. If one of them is a vector, its last element
// is used.
template <auto... kMembers>
struct Path {
  template <auto kNext>
  using Then = Path<kMembers..., kNext>;

  template <typename Document>
  static constexpr auto& in(Document& document) {
    return follow<kMembers...>(document);
  }

 private:
  template <typename Struct>
  static constexpr auto& follow(Struct& object) {
    return object;
  }
  template <auto kFirst, auto... kRest, typename Struct>
  static constexpr auto& follow(Struct& object) {
    auto& member = object.*kFirst;
    if constexpr (Member<kFirst>::kRepeated) {
      return follow<kRest...>(member.back());
    } else if constexpr (Member<kFirst>::kMayBeAbsent) {
      return follow<kRest...>(*member);
    } else {
      return follow<kRest...>(member);
    }
  }
};

// Returns the element's name of the member's field.
template <auto kMember>
constexpr std::string_view name_of() {
  std::string_view name;
  for_each_field<typename Member<kMember>::Owner>([&]<typename Row>(const Row& row) {
    if constexpr (requires { Row::template is<kMember>(); }) {
      if (Row::template is<kMember>()) name = row.name;
    }
  });
  return name;
}

template <typename Document, typename Row, typename Place>
struct RuleOf;

// The rules of the elements of Rows::fields().
template <typename Document, typename Rows, typename Place = Path<>>
inline constexpr auto kRules = std::apply(
    []<typename... Row>(const Row&... row) {
      return std::array<ElementRule<Document>, sizeof...(Row)>{RuleOf<Document, Row, Place>::make(row)...};
    },
    kFields<Rows>);

template <typename Document, auto kMember, typename Type, auto kOnlyWith, typename Place>
struct RuleOf<Document, Field<kMember, Type, kOnlyWith>, Place> {
  static constexpr ElementRule<Document> make(const Field<kMember, Type, kOnlyWith>& field) {
    ElementRule<Document> rule{.name = field.name, .occurs = occurs(), .store = store, .type = Type::kSchema};
    if constexpr (Type::kSchema.empty()) rule.words = kEveryWord<typename Member<kMember>::Type>;
    rule.only_after_previous = is_conditional();
    return rule;
  }

 private:
  static constexpr bool is_conditional() { return !std::is_null_pointer_v<std::remove_const_t<decltype(kOnlyWith)>>; }

  static constexpr Occurs occurs() {
    return Member<kMember>::kMayBeAbsent || std::is_same_v<Type, types::Flag> ? Occurs::kOptional : Occurs::kOnce;
  }

  static Result<void> store(Document& document, std::string_view text) {
    auto& object = Place::in(document);
    if constexpr (is_conditional()) {
      if (!(object.*kOnlyWith)) return Failure{"comes without a " + std::string(name_of<kOnlyWith>())};
    }
    auto value = Type::parse(text);
    if (!value) return value.error();
    object.*kMember = *std::move(value);
    return {};
  }
};

template <typename Document, auto kMember, typename Place>
struct RuleOf<Document, Field<kMember, Several>, Place> {
  static constexpr ElementRule<Document> make(const Field<kMember, Several>& field) {
    constexpr auto& kChildren =
        kRules<Document, typename Member<kMember>::Type, typename Place::template Then<kMember>>;
    constexpr Occurs kOccurs = Member<kMember>::kRepeated      ? Occurs::kRepeated
                               : Member<kMember>::kMayBeAbsent ? Occurs::kOptional
                                                               : Occurs::kOnce;
    return {.name = field.name,
            .occurs = kOccurs,
            .open = open,
            .children = kChildren.data(),
            .child_count = kChildren.size()};
  }

 private:
  static void open(Document& document) {
    auto& member = Place::in(document).*kMember;
    if constexpr (Member<kMember>::kRepeated) member.emplace_back();
    if constexpr (Member<kMember>::kMayBeAbsent) member.emplace();
  }
};

template <typename Document, typename Rows, typename Place>
struct RuleOf<Document, Part<Rows>, Place> {
  static constexpr ElementRule<Document> make(const Part<Rows>& part) {
    constexpr auto& kChildren = kRules<Document, Rows, Place>;
    return {.name = part.name, .children = kChildren.data(), .child_count = kChildren.size()};
  }
};

template <typename Document, typename Text, typename Place>
struct RuleOf<Document, Constant<Text>, Place> {
  static constexpr ElementRule<Document> make(const Constant<Text>& constant) {
    return {.name = constant.name, .store = store, .words = {&Text::kText, 1}};
  }

 private:
  static Result<void> store(Document&, std::string_view text) {
    if (text != Text::kText) return Failure{"is not " + std::string(Text::kText)};
    return {};
  }
};

}  // namespace dialtone::provisioning
