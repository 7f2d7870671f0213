#include "scenarios/report/junit.h"

#include <Poco/AutoPtr.h>
#include <Poco/DOM/DOMParser.h>
#include <Poco/DOM/Document.h>
#include <Poco/DOM/Element.h>
#include <gtest/gtest.h>

#include "tests/scenarios/report/summary_samples.h"

namespace dialtone {
namespace {

using Poco::XML::Element;

class Junit : public testing::Test {
 protected:
  // The root's attribute, of the document of that run.
  std::string Root(const RunSummary& summary, const std::string& attribute) {
    document_ = Poco::XML::DOMParser().parseString(junit_xml(summary));
    EXPECT_EQ(document_->documentElement()->tagName(), "testsuite");
    return document_->documentElement()->getAttribute(attribute);
  }
  const Element* At(const std::string& path) {
    return static_cast<const Element*>(document_->documentElement()->getNodeByPath(path));
  }

  Poco::AutoPtr<Poco::XML::Document> document_;
};

TEST_F(Junit, HasACaseForTheRunAndOneForEachOracle) {
  EXPECT_EQ(Root(passed_summary(), "tests"), "2");
  EXPECT_EQ(Root(passed_summary(), "failures"), "0");
  EXPECT_EQ(Root(passed_summary(), "errors"), "0");
  EXPECT_EQ(Root(passed_summary(), "name"), "first-light");
  EXPECT_EQ(Root(passed_summary(), "time"), "0.020");
  EXPECT_EQ(At("testcase[1]")->getAttribute("name"), "never provision.refused");
}

TEST_F(Junit, TellsAFailureWithWhatWasMeasuredAndHowToRepeatIt) {
  EXPECT_EQ(Root(failed_summary(), "failures"), "1");
  const Element* failure = At("testcase[2]/failure");
  ASSERT_NE(failure, nullptr);
  EXPECT_EQ(failure->getAttribute("message"), "count = 50");
  EXPECT_EQ(failure->innerText(),
            "wanted count>=100\n<homes-0001>\nrepeat with: dialtone run 'a \"b\".yaml' --seed 7\n");
}

// 10 A5
TEST_F(Junit, SkipsWhatIsUndecidedWithTheReason) {
  EXPECT_EQ(Root(interrupted_summary(), "skipped"), "1");
  EXPECT_EQ(Root(interrupted_summary(), "failures"), "0");
  EXPECT_EQ(At("testcase[2]/failure"), nullptr);
  ASSERT_NE(At("testcase[2]/skipped"), nullptr);
  EXPECT_EQ(At("testcase[2]/skipped")->getAttribute("message"), "1 of 3 at 2s; the run was cut short at 2s");
  EXPECT_EQ(Root(passed_summary(), "skipped"), "0");
}

TEST_F(Junit, SaysOfTheRunWhichFaultsDidNothing) {
  EXPECT_EQ(Root(failed_summary(), "errors"), "0");
  ASSERT_NE(At("testcase[0]/system-out"), nullptr);
  EXPECT_EQ(At("testcase[0]/system-out")->innerText(), "fault 'cut' never struck: no device had 'settings.stored'\n");
  EXPECT_EQ(Root(passed_summary(), "errors"), "0");
  EXPECT_EQ(At("testcase[0]/system-out"), nullptr);
}

TEST_F(Junit, TellsAnInvalidOrInterruptedRunAsAnError) {
  EXPECT_EQ(Root(invalid_summary(), "errors"), "1");
  ASSERT_NE(At("testcase[0]/error"), nullptr);
  EXPECT_EQ(At("testcase[0]/error")->innerText(), "the time limit of 1s passed\n");
  RunSummary interrupted = passed_summary();
  interrupted.result = RunResult::kInterrupted;
  EXPECT_EQ(Root(interrupted, "errors"), "1");
  EXPECT_EQ(At("testcase[0]/error")->getAttribute("message"), "interrupted");
}

}  // namespace
}  // namespace dialtone
