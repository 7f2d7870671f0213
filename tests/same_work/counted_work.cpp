#include "tests/same_work/counted_work.h"

#include <sqlite3.h>

#include <cstdlib>
#include <initializer_list>
#include <new>
#include <string_view>

#include "wire/digest/algorithm.h"

namespace {

dialtone::CountedWork counted;

int count_trace(unsigned what, void*, void*, void*) {
  ++(what == SQLITE_TRACE_ROW ? counted.rows : counted.statements);
  return 0;
}

int trace_opened(sqlite3* connection, char**, const void*) {
  return sqlite3_trace_v2(connection, SQLITE_TRACE_STMT | SQLITE_TRACE_ROW, count_trace, nullptr);
}

}  // namespace

// The linker uses these in place of digest::hash (--wrap, in tests.cmake).
dialtone::digest::HexHash
real_hash(dialtone::digest::Algorithm algorithm, std::initializer_list<std::string_view> parts) asm(
    "__real__ZN8dialtone6digest4hashENS0_9AlgorithmESt16initializer_list"
    "ISt17basic_string_viewIcSt11char_traitsIcEEE");
dialtone::digest::HexHash
counted_hash(dialtone::digest::Algorithm algorithm, std::initializer_list<std::string_view> parts) asm(
    "__wrap__ZN8dialtone6digest4hashENS0_9AlgorithmESt16initializer_list"
    "ISt17basic_string_viewIcSt11char_traitsIcEEE");

dialtone::digest::HexHash counted_hash(dialtone::digest::Algorithm algorithm,
                                       std::initializer_list<std::string_view> parts) {
  ++counted.hashes;
  return real_hash(algorithm, parts);
}

void* operator new(std::size_t size) {
  ++counted.allocations;
  void* place = std::malloc(size);
  if (place == nullptr) throw std::bad_alloc();
  return place;
}
void operator delete(void* place) noexcept { std::free(place); }
void operator delete(void* place, std::size_t) noexcept { std::free(place); }

namespace dialtone {

CountedWork work_so_far() { return counted; }

void count_statements() { static_cast<void>(sqlite3_auto_extension(reinterpret_cast<void (*)()>(trace_opened))); }

}  // namespace dialtone
