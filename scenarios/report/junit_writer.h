// Writes JUnit's XML, element by element.
#pragma once

#include <Poco/XML/XMLWriter.h>

#include <cstddef>
#include <initializer_list>
#include <optional>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "values/time.h"

namespace dialtone {

class JunitWriter {
 public:
  using Attributes = std::initializer_list<std::pair<std::string, std::string>>;

  JunitWriter();

  void begin(const std::string& element, Attributes attributes = {});
  void end(const std::string& element);
  // What XML cannot hold becomes a question mark.
  void text(std::string_view text);
  // An element with text and nothing else, each line with its end.
  void element(const std::string& name, Attributes attributes, const std::vector<std::string>& lines);
  void property(const std::string& name, const std::string& value);
  // All that was written, without a declaration before it.
  std::string finish();

 private:
  std::ostringstream out_;
  Poco::XML::XMLWriter writer_;
};

// `1.250`: JUnit's unit of time.
std::string junit_seconds(Duration duration);

// `2026-11-22T14:35:00`, in UTC, which Ant's schema does not let us say.
std::string junit_moment(WallTime time);

// A `testsuite` element, and what its attributes count.
struct JunitSuite {
  std::string text;
  std::size_t tests = 0;
  std::size_t failures = 0;
  std::size_t errors = 0;
  std::size_t skipped = 0;
};
// Of a file whose root is a `testsuite`, under another name; nothing where it is none. Without a declaration.
std::optional<JunitSuite> junit_suite(const std::string& file_text, const std::string& name);

}  // namespace dialtone
