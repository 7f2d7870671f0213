// A document as tables. Each struct lists its fields once; the reader, the writer, the schema and the form in a
// device's flash are all made from that list.
//
//   struct Authentication {
//     std::string username;
//     static constexpr auto fields() {
//       return std::tuple{Field<&Authentication::username, types::Text>{"username"}};
//     }
//   };
#pragma once

#include <optional>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <vector>

namespace dialtone::provisioning {

// The type of a Field whose member is a struct with fields() of its own.
struct Several {};

// An element that has the value of a member. A std::optional may be absent, a std::vector of structs occurs at least
// once, and any other member exactly once. If `kOnlyWith` is a member, the element may occur only after that member's
// element.
template <auto kMember, typename Type = Several, auto kOnlyWith = nullptr>
struct Field {
  std::string_view name;
  // The field's name in a device's flash; empty: the same as the element's name.
  std::string_view stored_as = {};

  constexpr std::string_view key() const { return stored_as.empty() ? name : stored_as; }
  // Returns true if this is the field of `kOther`.
  template <auto kOther>
  static constexpr bool is() {
    if constexpr (std::is_same_v<decltype(kOther), decltype(kMember)>) return kOther == kMember;
    return false;
  }
};

// An element that only groups others: the elements of Rows::fields(), whose members belong to the same struct.
template <typename Rows>
struct Part {
  std::string_view name;
};

// An element whose text is always Text::kText.
template <typename Text>
struct Constant {
  std::string_view name;
};

template <typename Rows>
inline constexpr auto kFields = Rows::fields();

// Calls `visit` with each field, in the document's order.
template <typename Rows, typename Visit>
constexpr void for_each_field(Visit&& visit) {
  std::apply([&](const auto&... field) { (visit(field), ...); }, kFields<Rows>);
}

template <typename T>
struct InnermostOf {
  using Type = T;
  static constexpr bool kMayBeAbsent = false;
  static constexpr bool kRepeated = false;
};
template <typename T>
struct InnermostOf<std::optional<T>> {
  using Type = T;
  static constexpr bool kMayBeAbsent = true;
  static constexpr bool kRepeated = false;
};
template <typename T>
struct InnermostOf<std::vector<T>> {
  using Type = T;
  static constexpr bool kMayBeAbsent = false;
  static constexpr bool kRepeated = true;
};

template <typename Member>
struct MemberOf;
template <typename Struct, typename T>
struct MemberOf<T Struct::*> : InnermostOf<T> {
  using Owner = Struct;
};
// The target of a member pointer: the struct (`Owner`), and the value's type without optional or vector (`Type`).
template <auto kMember>
using Member = MemberOf<std::remove_const_t<decltype(kMember)>>;

template <auto kMember, typename Type, auto kOnlyWith>
std::type_identity<Type> type_in(const Field<kMember, Type, kOnlyWith>*);
template <typename... Row>
struct AllOf : Row... {};
template <typename... Row>
AllOf<Row...>* all_of(const std::tuple<Row...>&);
// The field type of a member.
template <auto kMember>
using TypeOf = typename decltype(type_in<kMember>(all_of(kFields<typename Member<kMember>::Owner>)))::type;

}  // namespace dialtone::provisioning
