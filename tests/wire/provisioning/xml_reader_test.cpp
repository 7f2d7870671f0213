#include "wire/provisioning/xml_reader.h"

#include <gtest/gtest.h>

#include <string>

namespace dialtone::provisioning {
namespace {

// Writes the events down as `(name` and `)name=text`.
class Transcript : public XmlEvents {
 public:
  Result<void> on_start(std::string_view name, const XmlAttribute* attributes, std::size_t count) override {
    said += "(" + std::string(name);
    for (std::size_t i = 0; i < count; ++i) {
      said += " " + std::string(attributes[i].name) + "=" + std::string(attributes[i].value);
    }
    if (name == "bad") return Failure{"bad one"};
    return {};
  }
  Result<void> on_end(std::string_view name, std::string_view text) override {
    said += ")" + std::string(name) + "=" + std::string(text);
    return {};
  }

  std::string said;
};

TEST(XmlReader, TellsElementsAttributesAndTextInTheirOrder) {
  Transcript events;
  ASSERT_TRUE(read_xml("<a x='1' y='&lt;'><b>t<![CDATA[<]]>&amp;</b> <c/></a>", events, {}));
  EXPECT_EQ(events.said, "(a x=1 y=<(b)b=t<&(c)c=)a=");
}

TEST(XmlReader, TellsNothingAfterTheFirstFault) {
  Transcript events;
  Result<void> read = read_xml("<a>\n<bad/><c/></a><", events, {});
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().reason, "line 2: bad one");
  EXPECT_EQ(events.said, "(a(bad");
}

TEST(XmlReader, KeepsToItsLimits) {
  const DocumentLimits limits{.document_bytes = 40, .depth = 3, .attributes = 1, .text_bytes = 4};
  const auto reason = [&](std::string_view document) {
    Transcript events;
    Result<void> read = read_xml(document, events, limits);
    return read ? "" : read.error().reason;
  };
  EXPECT_EQ(reason("<a><b><c x='1'>1234</c></b></a>"), "");
  EXPECT_EQ(reason("<a><b><c><d/></c></b></a>"), "line 1: elements are nested too deeply");
  EXPECT_EQ(reason("<a x='1' y='2'/>"), "line 1: <a> has too many attributes");
  EXPECT_EQ(reason("<a>12345</a>"), "line 1: an element's text is too long");
  EXPECT_EQ(reason("<a>" + std::string(40, ' ') + "</a>"), "the document is over 40 bytes");
}

TEST(XmlReader, TakesSixteenAttributesOfAnElementAtMost) {
  const auto is_read = [](int count) {
    std::string attributes;
    for (int i = 0; i < count; ++i) attributes += " x" + std::to_string(i) + "='1'";
    Transcript events;
    return read_xml("<a" + attributes + "/>", events, {.attributes = 100}).ok();
  };
  EXPECT_TRUE(is_read(16));
  EXPECT_FALSE(is_read(17));
}

TEST(XmlReader, QuotesOnlyWhatALogCanTake) {
  EXPECT_EQ(printable("a\n\xC3\xA4\"b"), "a???\"b");
  EXPECT_EQ(printable(std::string(50, 'x')), std::string(40, 'x') + "...");
}

}  // namespace
}  // namespace dialtone::provisioning
