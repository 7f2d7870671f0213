#include "tests/wire/provisioning/altered_documents.h"

#include <algorithm>
#include <initializer_list>
#include <utility>

#include "tests/wire/provisioning/samples.h"

namespace dialtone::provisioning {
namespace {

// An element of the document: `<name>value</name>` on one line, or its tags and all lines between.
struct Element {
  std::string name;
  std::size_t begin = 0;  // position of its first line
  std::size_t end = 0;    // position after its last line
  std::size_t value_begin = 0;
  std::size_t value_end = 0;
  bool is_leaf = false;
};

std::vector<Element> elements_of(std::string_view document) {
  std::vector<Element> all;
  std::vector<std::size_t> open;
  for (std::size_t begin = 0; begin < document.size();) {
    const std::size_t end = document.find('\n', begin) + 1;
    const std::string_view line = document.substr(begin, end - begin);
    const std::size_t tag = line.find('<');
    const std::size_t tag_end = line.find('>') + 1;
    const std::string name(line.substr(tag + 1, line.find_first_of(" >", tag) - tag - 1));
    const std::size_t closing = line.rfind("</");
    if (name.starts_with('/')) {
      all[open.back()].end = end;
      all[open.back()].value_end = begin + tag;
      open.pop_back();
    } else if (closing != std::string_view::npos) {
      all.push_back({name, begin, end, begin + tag_end, begin + closing, true});
    } else if (!name.starts_with('?')) {
      open.push_back(all.size());
      all.push_back({name, begin, 0, begin + tag_end, 0, false});
    }
    begin = end;
  }
  return all;
}

std::string repeated(std::string_view text, int count) {
  std::string all;
  for (int i = 0; i < count; ++i) all += text;
  return all;
}

class Alterations {
 public:
  explicit Alterations(std::string_view good) : good_(good) {}

  void alter_value(const Element& element) {
    const std::string value(good_.substr(element.value_begin, element.value_end - element.value_begin));
    const std::pair<std::string, std::string> around[] = {
        {" ", ""},    {"", " "},         {"  ", "   "},      {"\n        ", "\n      "}, {"\t", "\t"},
        {"\r\n", ""}, {"&#32;", "&#9;"}, {"&#10;", "&#13;"}, {"<![CDATA[ ", " ]]>"},     {"<!-- c --> ", "\n<?p i?>"}};
    for (const auto& [before, behind] : around) put(element, "blanks around", before + value + behind, true);
    const std::size_t middle = value.size() / 2;
    for (const std::string blank : {" ", "\n", "  \t\r\n ", "&#13;&#10;", "<![CDATA[\n]]>"}) {
      put(element, "blanks within", value.substr(0, middle) + blank + value.substr(middle), false);
    }
    put(element, "a comment within", value.substr(0, middle) + "<!-- c -->" + value.substr(middle), true);
    for (const std::string other : {"&#160;", "&#127;", "&#133;", "&#8203;", "\xC3\xA9", "&#7;", "&unknown;", "<b/>"}) {
      put(element, "a character: " + other, value + other, false);
    }
  }

  void give_values(const Element& element) {
    for (const std::string& value : values_for(element.name)) {
      const std::string told = value.size() > 60 ? std::to_string(value.size()) + " bytes" : value;
      put(element, "a value: " + told, value, false);
    }
  }

  void alter_structure(const Element& element) {
    const std::string whole(good_.substr(element.begin, element.end - element.begin));
    const std::string tag = "<" + element.name + ">";
    const auto instead = [&](const std::string& change, const std::string& text) {
      all_.push_back({change, element.name,
                      std::string(good_.substr(0, element.begin)) + text + std::string(good_.substr(element.end))});
    };
    if (whole.find(tag) == std::string::npos) return;  // the root
    instead("removed", "");
    instead("twice", whole + whole);
    instead("emptied", "<" + element.name + "/>\n");
    instead("with an attribute", with(whole, tag, "<" + element.name + " x='y'>"));
    instead("in a namespace", with(whole, tag, "<" + element.name + " xmlns='urn:x'>"));
    instead("with an element before it", "<extra/>" + whole);
    instead("with a text beside it", "text" + whole);
    instead("with a comment beside it", "<!-- c --><?p i?>" + whole);
    instead("with another name", with(with(whole, tag, "<other>"), "</" + element.name + ">", "</other>"));
    instead("never ended", with(whole, "</" + element.name + ">", ""));
    const std::size_t next_line = good_.find('\n', element.end);
    if (element.is_leaf && next_line != std::string_view::npos) {
      const std::string next(good_.substr(element.end, next_line + 1 - element.end));
      all_.push_back(
          {"behind the next line", element.name,
           std::string(good_.substr(0, element.begin)) + next + whole + std::string(good_.substr(next_line + 1))});
    }
  }

  void alter_document() {
    const std::string root = "<provision-";
    const auto whole = [&](const std::string& change, const std::string& text, bool same = false) {
      all_.push_back({change, "", text, same});
    };
    whole("nothing", std::string(good_), true);
    whole("a mark", "\xEF\xBB\xBF" + std::string(good_), true);
    whole("two marks", "\xEF\xBB\xBF\xEF\xBB\xBF" + std::string(good_));
    whole("no declaration", std::string(good_.substr(good_.find(root))), true);
    whole("a blank before the declaration", " " + std::string(good_));
    whole("a comment in front", with(good_, root, "<!-- c -->\n<?p i?>" + root), true);
    whole("a comment behind", std::string(good_) + "<!-- c -->\n<?p i?>\n", true);
    whole("text behind", std::string(good_) + "text");
    whole("a second root", std::string(good_) + "<a/>");
    whole("standalone", with(good_, " encoding=\"UTF-8\"", " standalone='yes'"), true);
    whole("a DOCTYPE", with(good_, root, "<!DOCTYPE x>\n" + root));
    whole("an entity", with(with(good_, root, "<!DOCTYPE x [<!ENTITY e 'ATA'>]>\n" + root), ">ATA-2<", ">&e;-2<"));
    whole("another encoding", with(good_, "UTF-8", "ISO-8859-1"));
    whole("XML 1.1", with(good_, "xml version=\"1.0\"", "xml version='1.1'"));
    for (const std::string version : {"", "1", "1.1", " 1.0 ", "1.0&#10;", "&#49;.0"}) {
      whole("the version '" + version + "'", with(good_, " version=\"1.0\">", " version='" + version + "'>"),
            version == "&#49;.0");
    }
    whole("no version", with(good_, " version=\"1.0\">", ">"));
    whole("a second attribute", with(good_, " version=\"1.0\">", " version='1.0' x='y'>"));
    whole("a namespace", with(good_, " version=\"1.0\">", " version='1.0' xmlns='urn:x'>"));
    whole("a namespace that nothing is of", with(good_, " version=\"1.0\">", " version='1.0' xmlns:p='urn:x'>"));
    whole("a hint at a schema", with(good_, " version=\"1.0\">",
                                     " version='1.0' xmlns:i='http://www.w3.org/2001/XMLSchema-instance' "
                                     "i:noNamespaceSchemaLocation='x.xsd'>"));
    whole("over 64 kB", std::string(good_) + "<!--" + std::string(70'000, ' ') + "-->");
    whole("bytes that are not UTF-8", with(good_, "ATA-2", "\xFF"));
    whole("cut", std::string(good_.substr(0, good_.size() / 2)));
    whole("carriage returns", with_carriage_returns(), true);
  }

  std::vector<AlteredDocument> take() { return std::move(all_); }

 private:
  static std::vector<std::string> values_for(const std::string& name) {
    const auto is_one_of = [&](std::initializer_list<std::string_view> names) {
      return std::find(names.begin(), names.end(), name) != names.end();
    };
    if (is_one_of({"settings-revision", "port", "expires", "size"})) {
      return {"",
              " ",
              "0",
              "1",
              "00017",
              "-1",
              "+1",
              "1.5",
              "1e3",
              "0x11",
              "1 7",
              "65535",
              "65536",
              "4294967295",
              "4294967296",
              "17\n",
              "ten",
              "9223372036854775807",
              "9223372036854775808",
              "99999999999999999999"};
    }
    if (name == "mac-address") {
      return {"",  "02d1.a100.002a", "02-d1-a1-00-00-2a", "02.D1.A1.00.00.2A", "02d1a100002a",   "02d1:a100:002a",
              "x", "02d1:a100-002a", "02:D1-A1:00:00:2A", "02:D1:A1:00:00",    "02D1:A1000:02A", "02 D1 A1 00 00 2A"};
    }
    if (is_one_of({"ip-address", "address", "domain"})) {
      return {
          "",
          " ",
          "10.0.0.256",
          "10.0.0",
          "010.0.0.1",
          "1.2.3.4.5",
          "255.255.255.255",
          "::1",
          "2001:DB8::1",
          "[::1]",
          "1:2:3:4:5:6:7",
          "1::2::3",
          "12345::",
          "::ffff:1.2.3.4",
          "fe80::1%eth0",
          "a",
          "a.b.",
          ".a",
          "a..b",
          "-a.b",
          "a-.b",
          "a_b.c",
          "a b.c",
          "a.1",
          "a.1a",
          "123",
          "1-2",
          "a@b",
          std::string(63, 'a'),
          std::string(64, 'a'),
          std::string(62, 'a') + "." + std::string(62, 'b') + "." + std::string(62, 'c') + "." + std::string(62, 'd')};
    }
    if (name == "file") {
      return {"",   ".",    "..",    "...",    "..a",  ".a",      "a.",     "/a",
              "a/", "a//b", "a/./b", "a/../b", "a\\b", "a b/c d", "a/.../b"};
    }
    if (is_one_of({"protocol", "transport", "allow-downgrade"})) {
      return {"", "SIP", "mgcp", "tcp", "tls", "http", "https", "false", "1", "TRUE", "s ip"};
    }
    if (name == "sha256")
      return {"", std::string(64, 'A'), std::string(63, 'a'), std::string(65, 'a'), std::string(64, 'g')};
    if (name == "device-name")
      return {"", "a b", "a@b", "a\"b", "a&lt;b", "a&gt;b", "a'b", "1", std::string(1024, 'a')};
    if (name == "xml-version") return {"", "1.1", "1", "1.0.0"};
    return {"",
            " ",
            "a &amp; b",
            "&lt;",
            std::string(1024, 'a'),
            std::string(1025, 'a'),
            std::string(1000, 'a') + std::string(30, '\n'),
            repeated("\xC3\xA9", 600)};
  }

  void put(const Element& element, const std::string& change, const std::string& value, bool same) {
    all_.push_back(
        {change, element.name,
         std::string(good_.substr(0, element.value_begin)) + value + std::string(good_.substr(element.value_end)),
         same});
  }

  std::string with_carriage_returns() const {
    std::string text;
    for (const char c : good_) text += c == '\n' ? "\r\n" : std::string(1, c);
    return text;
  }

  std::string_view good_;
  std::vector<AlteredDocument> all_;
};

}  // namespace

std::vector<AlteredDocument> altered_documents(std::string_view good) {
  Alterations alterations(good);
  alterations.alter_document();
  for (const Element& element : elements_of(good)) {
    if (element.is_leaf) alterations.alter_value(element);
    if (element.is_leaf) alterations.give_values(element);
    alterations.alter_structure(element);
  }
  return alterations.take();
}

}  // namespace dialtone::provisioning
