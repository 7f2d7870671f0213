#include "scenarios/report/junit_writer.h"

#include <Poco/AutoPtr.h>
#include <Poco/DOM/DOMParser.h>
#include <Poco/DOM/DOMWriter.h>
#include <Poco/DOM/Document.h>
#include <Poco/DOM/Element.h>
#include <Poco/DOM/NodeList.h>
#include <Poco/Exception.h>
#include <Poco/SAX/AttributesImpl.h>

#include <algorithm>
#include <charconv>
#include <cstdio>

#include "values/utf8.h"

namespace dialtone {
namespace {

using Poco::XML::XMLWriter;

// XML 1.0, section 2.2, for one character in UTF-8.
bool is_xml_character(std::string_view character) {
  if (character.size() == 1) {
    return static_cast<unsigned char>(character[0]) >= ' ' || character == "\n" || character == "\t" ||
           character == "\r";
  }
  return character != "\xEF\xBF\xBE" && character != "\xEF\xBF\xBF";
}

std::string for_xml(std::string_view text) {
  std::string kept;
  while (!text.empty()) {
    const std::size_t length = utf8_length(text);
    const std::string_view character = text.substr(0, std::max<std::size_t>(length, 1));
    kept += length > 0 && is_xml_character(character) ? character : std::string_view("?");
    text.remove_prefix(character.size());
  }
  return kept;
}

std::size_t number_of(const Poco::XML::Element& element, const std::string& attribute) {
  const std::string& text = element.getAttribute(attribute);
  std::size_t number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

}  // namespace

JunitWriter::JunitWriter() : writer_(out_, XMLWriter::PRETTY_PRINT) {
  writer_.setNewLine("\n");
  writer_.startDocument();
}

void JunitWriter::begin(const std::string& element, Attributes attributes) {
  Poco::XML::AttributesImpl list;
  for (const auto& [name, value] : attributes) list.addAttribute("", "", name, "CDATA", for_xml(value));
  writer_.startElement("", "", element, list);
}

void JunitWriter::end(const std::string& element) { writer_.endElement("", "", element); }

void JunitWriter::text(std::string_view text) { writer_.characters(for_xml(text)); }

void JunitWriter::element(const std::string& name, Attributes attributes, const std::vector<std::string>& lines) {
  begin(name, attributes);
  for (const std::string& line : lines) text(line + "\n");
  end(name);
}

void JunitWriter::property(const std::string& name, const std::string& value) {
  begin("property", {{"name", name}, {"value", value}});
  end("property");
}

std::string JunitWriter::finish() {
  writer_.endDocument();
  return out_.str();
}

std::string junit_seconds(Duration duration) {
  char digits[32];
  std::snprintf(digits, sizeof digits, "%.3f", static_cast<double>(duration.count()) / 1e9);
  return digits;
}

std::string junit_moment(WallTime time) {
  constexpr std::size_t kSecondsEnd = 19;
  return to_rfc3339(time).substr(0, kSecondsEnd);
}

std::optional<JunitSuite> junit_suite(const std::string& file_text, const std::string& name) try {
  const Poco::AutoPtr<Poco::XML::Document> document = Poco::XML::DOMParser().parseString(file_text);
  Poco::XML::Element& suite = *document->documentElement();
  if (suite.tagName() != "testsuite") return std::nullopt;
  suite.setAttribute("name", for_xml(name));
  const Poco::AutoPtr<Poco::XML::NodeList> cases = suite.getElementsByTagName("testcase");
  for (unsigned long i = 0; i < cases->length(); ++i) {
    static_cast<Poco::XML::Element*>(cases->item(i))->setAttribute("classname", for_xml(name));
  }
  std::ostringstream out;
  Poco::XML::DOMWriter writer;
  writer.setNewLine("\n");
  writer.writeNode(out, &suite);
  return JunitSuite{.text = out.str() + "\n",
                    .tests = number_of(suite, "tests"),
                    .failures = number_of(suite, "failures"),
                    .errors = number_of(suite, "errors"),
                    .skipped = number_of(suite, "skipped")};
} catch (const Poco::Exception&) {
  return std::nullopt;
}

}  // namespace dialtone
