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
  // Returns an attribute of the root element of the run's junit.xml.
  std::string root(const RunSummary& summary, const std::string& attribute) {
    document_ = Poco::XML::DOMParser().parseString(junit_xml(summary));
    EXPECT_EQ(document_->documentElement()->tagName(), "testsuite");
    return document_->documentElement()->getAttribute(attribute);
  }
  const Element* at(const std::string& path) {
    return static_cast<const Element*>(document_->documentElement()->getNodeByPath(path));
  }

  Poco::AutoPtr<Poco::XML::Document> document_;
};

TEST_F(Junit, HasACaseForTheRunAndOneForEachOracle) {
  EXPECT_EQ(root(passed_summary(), "tests"), "2");
  EXPECT_EQ(root(passed_summary(), "failures"), "0");
  EXPECT_EQ(root(passed_summary(), "errors"), "0");
  EXPECT_EQ(root(passed_summary(), "name"), "first-light");
  EXPECT_EQ(root(passed_summary(), "time"), "0.020");
  EXPECT_EQ(at("testcase[1]")->getAttribute("name"), "never provision.refused");
}

TEST_F(Junit, TellsAFailureWithWhatWasMeasuredAndHowToRepeatIt) {
  EXPECT_EQ(root(failed_summary(), "failures"), "1");
  const Element* failure = at("testcase[2]/failure");
  ASSERT_NE(failure, nullptr);
  EXPECT_EQ(failure->getAttribute("message"), "count = 50");
  EXPECT_EQ(failure->innerText(),
            "wanted count>=100\n<homes-0001>\nrepeat with: dialtone run 'a \"b\".yaml' --seed 7\n");
}

// 10 A5
TEST_F(Junit, SkipsWhatIsUndecidedWithTheReason) {
  EXPECT_EQ(root(interrupted_summary(), "skipped"), "1");
  EXPECT_EQ(root(interrupted_summary(), "failures"), "0");
  EXPECT_EQ(at("testcase[2]/failure"), nullptr);
  ASSERT_NE(at("testcase[2]/skipped"), nullptr);
  EXPECT_EQ(at("testcase[2]/skipped")->getAttribute("message"), "1 of 3 at 2s; the run was cut short at 2s");
  EXPECT_EQ(root(passed_summary(), "skipped"), "0");
}

TEST_F(Junit, TellsWhatIsVacuousAsAFailureUnlessItMayBe) {
  EXPECT_EQ(root(vacuous_summary(), "failures"), "1");
  EXPECT_EQ(root(vacuous_summary(), "skipped"), "0");
  const Element* failure = at("testcase[2]/failure");
  ASSERT_NE(failure, nullptr);
  EXPECT_EQ(failure->getAttribute("type"), "vacuous");
  EXPECT_EQ(failure->getAttribute("message"), "never looked at: cut never began");
  EXPECT_EQ(failure->innerText(), std::string(kVacuousFails) + "\nrepeat with: dialtone run 'a \"b\".yaml' --seed 7\n");
  EXPECT_EQ(at("testcase[3]/failure"), nullptr);
  ASSERT_NE(at("testcase[3]/system-out"), nullptr);
  EXPECT_EQ(at("testcase[3]/system-out")->innerText(), "vacuous: never looked at: cut never began\n");
  EXPECT_EQ(at("testcase[4]/system-out"), nullptr);
}

TEST_F(Junit, SaysOfTheRunWhichFaultsDidNothing) {
  EXPECT_EQ(root(failed_summary(), "errors"), "0");
  ASSERT_NE(at("testcase[0]/system-out"), nullptr);
  EXPECT_EQ(at("testcase[0]/system-out")->innerText(), "fault 'cut' never struck: no device had 'settings.stored'\n");
  EXPECT_EQ(root(passed_summary(), "errors"), "0");
  EXPECT_EQ(at("testcase[0]/system-out"), nullptr);
}

TEST_F(Junit, TellsAnInvalidOrInterruptedRunAsAnError) {
  EXPECT_EQ(root(invalid_summary(), "errors"), "1");
  ASSERT_NE(at("testcase[0]/error"), nullptr);
  EXPECT_EQ(at("testcase[0]/error")->innerText(), "the time limit of 1s passed\n");
  RunSummary interrupted = passed_summary();
  interrupted.result = RunResult::kInterrupted;
  EXPECT_EQ(root(interrupted, "errors"), "1");
  EXPECT_EQ(at("testcase[0]/error")->getAttribute("message"), "interrupted");
}

}  // namespace
}  // namespace dialtone
