// Documents designed to be expensive: the parser must not get further than their good beginning.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "tests/wire/provisioning/samples.h"
#include "wire/provisioning/sax_parser.h"
#include "wire/provisioning/xml_prolog.h"

namespace dialtone::provisioning {
namespace {

constexpr std::string_view kMark = "\xEF\xBB\xBF";
constexpr std::string_view kMarks = "\xEF\xBB\xBF\xEF\xBB\xBF";

// Counts its calls, and fails for an element named `bad`.
class Counter : public XmlEvents {
 public:
  Result<void> on_start(std::string_view name, const XmlAttribute*, std::size_t) override {
    ++told;
    if (name == "bad") return Failure{"a bad element"};
    return {};
  }
  Result<void> on_end(std::string_view, std::string_view) override {
    ++told;
    return {};
  }

  std::size_t told = 0;
};

std::string repeated(std::string_view text, std::size_t bytes) {
  std::string all;
  while (all.size() + text.size() <= bytes) all += text;
  return all;
}

// Returns a DOCTYPE that gives an element a thousand default attributes.
std::string defaulted_attributes() {
  std::string document = "<!DOCTYPE a [<!ATTLIST b";
  for (int i = 0; i < 1000; ++i) document += " x" + std::to_string(i) + " CDATA 'value'";
  document += ">]><a>";
  return document + repeated("<b/>", 64 * 1024 - document.size() - 4) + "</a>";
}

std::string doctype_before(std::string_view document) {
  return with(document, "<provision-", "<!DOCTYPE x [<!ENTITY a 'ATA'>]><provision-");
}

struct Hidden {
  std::string name;
  std::string before;    // the text before the document, such as a declaration
  std::string document;  // the text from the root's tag or the DOCTYPE on
};

std::vector<Hidden> hidden(std::string_view good) {
  const std::string bare(good.substr(good.find("<provision-")));
  const std::string doctype = with(doctype_before(bare), "ATA-2", "&a;-2");
  std::vector<Hidden> all;
  for (const std::string before : {"", " ", "\r\n\t ", "<!-- c -->", "<?p i?>", "<!---->\n<?p?>\n<!-- > -->"}) {
    for (const std::string_view mark : {std::string_view(), kMark}) {
      all.push_back({"a DOCTYPE after '" + before + "'", std::string(mark) + before, doctype});
      all.push_back({"a mark after '" + before + "'", std::string(mark) + before + std::string(kMark), doctype});
    }
  }
  all.push_back({"two marks", std::string(kMarks), bare});
  all.push_back({"three marks", std::string(kMarks) + std::string(kMark), bare});
  all.push_back({"two marks and a DOCTYPE", std::string(kMarks), doctype});
  all.push_back({"two marks and another version", std::string(kMarks) + "<?xml version='1.1'?>", bare});
  all.push_back(
      {"two marks and another encoding", std::string(kMarks) + "<?xml version='1.0' encoding='ISO-8859-1'?>", bare});
  all.push_back(
      {"a declaration between two marks", std::string(kMark) + "<?xml version='1.0'?>" + std::string(kMark), doctype});
  for (const std::string_view mark :
       {"\xFE\xFF", "\xFF\xFE", "\xDD\x73\x66\x73", "+/v8-", "\xF7\x64\x4C", "\x0E\xFE\xFF", "\xFB\xEE\x28"}) {
    all.push_back({"another encoding's mark", std::string(mark), bare});
  }
  all.push_back({"a mark of UTF-32", std::string("\xFF\xFE\0\0", 4), bare});
  all.push_back({"the other mark of UTF-32", std::string("\0\0\xFE\xFF", 4), bare});
  all.push_back({"a DOCTYPE in the root", "", with(bare, "<header>", "<!DOCTYPE x [<!ENTITY a 'b'>]><header>")});
  all.push_back({"a DOCTYPE behind the root", "", bare + "<!DOCTYPE x>"});
  all.push_back({"a DOCTYPE in small letters", "<!doctype x>", bare});
  all.push_back({"a declaration that is not first", " <?xml version='1.1'?>", bare});
  all.push_back({"two declarations", "<?xml version='1.0'?><?xml version='1.1'?>", bare});
  return all;
}

// 10 A1
TEST(HostileDocument, HidesNoDoctypeBehindMarksBlanksOrComments) {
  for (const Hidden& each : hidden(kContractRequest)) {
    EXPECT_FALSE(parse_provision_request(each.before + each.document)) << each.name;
  }
  for (const Hidden& each : hidden(kContractResponse)) {
    EXPECT_FALSE(parse_provision_response(each.before + each.document)) << each.name;
  }
}

// 10 A1
TEST(HostileDocument, MayHaveOneByteOrderMarkAndIsToldOfASecond) {
  EXPECT_TRUE(parse_provision_request(std::string(kMark) + std::string(kContractRequest)));
  const auto request = parse_provision_request(std::string(kMarks) + std::string(kContractRequest));
  ASSERT_FALSE(request);
  EXPECT_EQ(request.error().reason, "the document has more than one byte order mark");
}

// 10 A1
TEST(HostileDocument, IsRefusedByTheParserItselfWhereADoctypeGetsThatFar) {
  for (const std::string& document :
       {defaulted_attributes(), std::string(kMark) + defaulted_attributes(), doctype_before("<provision-x/>"),
        std::string("<!DOCTYPE a SYSTEM 'http://evil/'>") + repeated("<a>", 64 * 1024),
        std::string("<!DOCTYPE a>") + repeated("<a>", 64 * 1024)}) {
    Counter counter;
    ParserWork work;
    const Result<void> parsed = parse_xml(document, counter, {}, &work);
    ASSERT_FALSE(parsed);
    EXPECT_EQ(parsed.error().reason, "line 1: " + std::string(kNoDoctype));
    EXPECT_EQ(counter.told, 0U);
    EXPECT_LE(work.bytes, 512U);
  }
}

// 10 A1
TEST(HostileDocument, ExpandsNoEntityOfItsOwn) {
  Counter counter;
  ParserWork work;
  const std::string bomb =
      "<!DOCTYPE a [<!ENTITY b '<c/><c/><c/><c/>'><!ENTITY d '&b;&b;&b;&b;'><!ENTITY e '&d;&d;&d;&d;'>]><a>&e;</a>";
  EXPECT_FALSE(parse_xml(bomb, counter, {}, &work));
  EXPECT_EQ(counter.told, 0U);
  // At most the DOCTYPE and the two tags that are in the document.
  EXPECT_LE(work.calls, 3U);
}

// 10 A1
TEST(HostileDocument, CostsNoMoreThanItsGoodBeginning) {
  constexpr std::size_t kWhole = 64 * 1024;
  for (const std::size_t good_bytes : {0U, 100U, 1000U, 5000U, 20000U}) {
    const std::string good = "<a>" + repeated("<b>text</b>\n", good_bytes);
    for (const std::string_view rest : {"<c/>", "<c></c>", "<c x='1'/>", "&amp;", "text ", "<!-- > -->", "<?p i?>"}) {
      for (const std::string fault : {"<bad/>", "<b></c>", "&unknown;", "<b ", "text<b/>"}) {
        std::string document = good + fault;
        document += repeated(rest, kWhole - document.size());
        Counter counter;
        ParserWork work;
        ASSERT_FALSE(parse_xml(document, counter, {.document_bytes = kWhole}, &work)) << fault << rest;
        const std::size_t until_fault = good.size() + fault.size();
        EXPECT_LE(work.bytes, until_fault + std::max<std::size_t>(512, until_fault)) << fault << rest;
        Counter beginning;
        ParserWork work_of_beginning;
        EXPECT_FALSE(parse_xml(good, beginning, {.document_bytes = kWhole}, &work_of_beginning));
        EXPECT_LE(counter.told, beginning.told + 2) << fault << rest;
      }
    }
  }
}

// 10 A1
TEST(HostileDocument, IsGivenToTheParserOnceWhenItIsGood) {
  for (const std::string& document :
       {"<a>" + repeated("<b>text</b>\n", 60000) + "</a>", "<a>" + repeated("<b/>", 60000) + "</a>",
        "<a><!--" + repeated(" > ", 60000) + "--></a>", "<a x='" + repeated("&gt;", 60000) + "'/>",
        "<a>" + repeated("\n", 1000) + "</a>", std::string("<a/>")}) {
    Counter counter;
    ParserWork work;
    const Result<void> parsed = parse_xml(document, counter, {}, &work);
    EXPECT_TRUE(parsed) << parsed.error().reason;
    EXPECT_EQ(work.bytes, document.size());
  }
}

}  // namespace
}  // namespace dialtone::provisioning
