// Selects the mutant of a process by the environment variable MUTANT; none without it. Written into the copy of the
// tree that tools/mutants builds; the sources with mutants include this header there.
#pragma once

#pragma clang diagnostic ignored "-Weverything"

#include <cstdint>
#include <cstdlib>
#include <type_traits>

namespace mutants {

// FNV-1a. Hashes are compared instead of names because that is cheaper, and a mutant may be on the path of each packet.
constexpr std::uint64_t hash(const char* name) {
  std::uint64_t value = 0xCBF29CE484222325;
  for (; *name != 0; ++name) value = (value ^ static_cast<unsigned char>(*name)) * 0x100000001B3;
  return value;
}

struct Name {
  consteval Name(const char* name) : value(hash(name)) {}
  std::uint64_t value;
};

inline std::uint64_t chosen() {
  static const std::uint64_t value = [] {
    const char* name = std::getenv("MUTANT");
    return name == nullptr ? 0 : hash(name);
  }();
  return value;
}

inline bool is(Name name) { return chosen() == name.value; }

// As is(), for code that may also be evaluated at compile time, when no mutant is selected.
constexpr bool is_at_run_time(Name name) { return !std::is_constant_evaluated() && is(name); }

}  // namespace mutants
