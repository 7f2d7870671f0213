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
  // Replaces characters that XML does not permit by a question mark.
  void text(std::string_view text);
  // Writes an element that contains only text, one line of text per entry.
  void element(const std::string& name, Attributes attributes, const std::vector<std::string>& lines);
  void property(const std::string& name, const std::string& value);
  // Returns everything that was written, without an XML declaration.
  std::string finish();

 private:
  std::ostringstream out_;
  Poco::XML::XMLWriter writer_;
};

// Returns seconds, JUnit's unit of time: `1.250`.
std::string junit_seconds(Duration duration);

// Returns UTC without a zone, `2026-11-22T14:35:00`, because Ant's schema does not permit one.
std::string junit_moment(WallTime time);

// The text of a `testsuite` element, and the counts from its attributes.
struct JunitSuite {
  std::string text;
  std::size_t tests = 0;
  std::size_t failures = 0;
  std::size_t errors = 0;
  std::size_t skipped = 0;
};
// If the root element of the file is a `testsuite`, returns it with the name `name` and without the XML declaration;
// else nullopt.
std::optional<JunitSuite> junit_suite(const std::string& file_text, const std::string& name);

}  // namespace dialtone
