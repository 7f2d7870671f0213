// The JUnit files of runs and suites have the form that CI servers read.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <unistd.h>

#include "tests/tools/command.h"
#include "tests/tools/dialtone/run_summary_file.h"
#include "tests/tools/folder.h"

namespace dialtone {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

class JunitFile : public testing::Test {
 protected:
  void expect_valid(const fs::path& file) {
    ASSERT_EQ(access("/usr/bin/xmllint", X_OK), 0) << "xmllint is missing: apt-get install libxml2-utils";
    const std::string schema = fs::path(catalog("x")).parent_path() / "../../tests/tools/junit.xsd";
    Command check("/usr/bin/xmllint", {"--noout", "--nonet", "--schema", schema, file.string()}, folder_.path());
    EXPECT_EQ(check.wait(), 0) << check.err() << read_file(folder_.path() / file);
  }
  // Evaluates an XPath expression over the whole file, with xmllint.
  std::string value(const fs::path& file, const std::string& xpath) {
    Command query("/usr/bin/xmllint", {"--xpath", "string(" + xpath + ")", file.string()}, folder_.path());
    EXPECT_EQ(query.wait(), 0) << query.err();
    std::string text = query.out();
    while (text.ends_with('\n')) text.pop_back();
    return text;
  }

  Folder folder_;
};

// 10 D20
TEST_F(JunitFile, OfARunHasTimesAndPropertiesAndIsValid) {
  Command run("dialtone", {"run", catalog("first-light"), "--quiet", "--out", "run"}, folder_.path());
  ASSERT_EQ(run.wait(), 0) << run.err();
  expect_valid("run/junit.xml");
  const auto summary = read_summary(folder_.path() / "run");
  EXPECT_EQ(value("run/junit.xml", "//property[@name='seed']/@value"), "1");
  EXPECT_EQ(value("run/junit.xml", "//property[@name='world']/@value"), "virtual");
  EXPECT_EQ(value("run/junit.xml", "//property[@name='fingerprint']/@value"),
            summary->getValue<std::string>("fingerprint"));
  EXPECT_EQ(value("run/junit.xml", "//property[@name='repeat']/@value"), summary->getValue<std::string>("repeat"));
  EXPECT_EQ(value("run/junit.xml", "sum(//testcase/@time) = /testsuite/@time"), "true");
}

// 10 D20
TEST_F(JunitFile, OfASuiteOfAllKindsIsValidAndCountsThem) {
  folder_.write("bad.yaml",
                "scenario: bad\nduration: 10s\nfleet: { homes: { count: 3 } }\n"
                "expect:\n  - eventually: { all: homes, are: registered, within: 10ms }\n");
  folder_.write("slow.yaml",
                "scenario: slow\nduration: 10s\nfleet: { homes: { count: 40000 } }\n"
                "expect:\n  - eventually: { all: homes, are: registered, within: 10s }\n");
  folder_.write("unreadable.yaml", "scenario: unreadable\nflet: { <&> }\n");
  fs::copy_file(catalog("first-light"), folder_.path() / "good.yaml");
  Command suite("dialtone", {"suite", ".", "--time-limit", "3s", "--out", "out", "--junit-xml", "ci.xml"},
                folder_.path());
  EXPECT_EQ(suite.wait(), 2) << suite.out();
  expect_valid("out/junit.xml");
  EXPECT_EQ(read_file(folder_.path() / "ci.xml"), read_file(folder_.path() / "out" / "junit.xml"));
  for (const std::string count : {"tests", "failures", "errors", "skipped"}) {
    EXPECT_EQ(value("ci.xml", "sum(//testsuite/@" + count + ") = /testsuites/@" + count), "true") << count;
  }
  EXPECT_EQ(value("ci.xml", "count(//testcase) = /testsuites/@tests"), "true");
  EXPECT_EQ(value("ci.xml", "count(//failure) = /testsuites/@failures"), "true");
  EXPECT_EQ(value("ci.xml", "count(//error) = /testsuites/@errors"), "true");
  EXPECT_EQ(value("ci.xml", "count(//skipped) = /testsuites/@skipped"), "true");
  EXPECT_EQ(value("ci.xml", "//testsuite[@name='unreadable']/@errors"), "1");
  EXPECT_EQ(value("ci.xml", "//testsuite[@name='slow']/@errors"), "1");
  EXPECT_EQ(value("ci.xml", "//testsuite[@name='bad']/@failures"), "1");
  EXPECT_EQ(value("ci.xml", "//testsuite[@name='first-light']/@errors"), "0");
}

// 10 D20
TEST_F(JunitFile, OfTextThatXmlCannotHoldHasQuestionMarks) {
  fs::copy_file(catalog("first-light"), folder_.path() / "g\xFF.yaml");
  folder_.write("h\xEF\xBF\xBE\x01.yaml", "scenario: unreadable\nflet: 1\n");
  Command suite("dialtone", {"suite", "g\xFF.yaml", "h\xEF\xBF\xBE\x01.yaml", "--out", "out"}, folder_.path());
  EXPECT_EQ(suite.wait(), 2) << suite.out() << suite.err();
  expect_valid("out/junit.xml");
  expect_valid("out/first-light/junit.xml");
  EXPECT_THAT(value("out/junit.xml", "//testsuite[@name='first-light']//property[@name='repeat']/@value"),
              HasSubstr("g?.yaml"));
  EXPECT_EQ(value("out/junit.xml", "//testsuite[@errors='1']/@name"), "h??");
}

// 10 D20
TEST_F(JunitFile, OfWhatWasInterruptedIsValidAndSaysWhatIsUndecided) {
  Command repeat("dialtone", {"run", catalog("first-light"), "--world", "real", "--repeat", "3", "--out", "out"},
                 folder_.path());
  const fs::path first = folder_.path() / "out" / "first-light[seed=1]" / "events.jsonl";
  ASSERT_TRUE(repeat.wait_until([&] { return fs::exists(first); })) << repeat.err();
  repeat.signal(SIGINT);
  EXPECT_EQ(repeat.wait(), 130) << repeat.out();
  expect_valid("out/junit.xml");
  EXPECT_EQ(value("out/junit.xml", "//testsuite[1]/testcase[@name='run']/error/@message"), "interrupted");
  EXPECT_NE(value("out/junit.xml", "//testsuite[1]/@skipped"), "0");
  EXPECT_EQ(value("out/junit.xml", "//testsuite[@name='first-light[seed=3]']//skipped/@message"),
            "the suite ended before it began");
}

}  // namespace
}  // namespace dialtone
