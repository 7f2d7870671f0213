#include "scenarios/report/run_facts.h"

#include <Poco/Exception.h>
#include <Poco/JSON/Array.h>
#include <Poco/JSON/Object.h>
#include <Poco/JSON/Parser.h>

#include "values/result.h"
#include "values/text_file.h"

namespace dialtone {
namespace {

constexpr std::size_t kLargestSummary = 64 * 1024 * 1024;

RunFacts facts_in(const Poco::JSON::Object& summary) {
  RunFacts facts;
  facts.repeat = summary.getValue<std::string>("repeat");
  for (const Poco::Dynamic::Var& reason : *summary.getArray("reasons")) {
    facts.reasons.push_back(reason.convert<std::string>());
  }
  const Poco::JSON::Array::Ptr oracles = summary.getArray("oracles");
  for (unsigned number = 0; number < oracles->size(); ++number) {
    const Poco::JSON::Object::Ptr oracle = oracles->getObject(number);
    const std::string result = oracle->getValue<std::string>("result");
    const bool is_vacuous = result == "vacuous" && !oracle->getValue<bool>("may_be_vacuous");
    if (result != "failed" && !is_vacuous) continue;
    const std::string why = is_vacuous ? oracle->getValue<std::string>("why_vacuous") : std::string();
    facts.reasons.push_back(oracle->getValue<std::string>("name") + (is_vacuous ? ": vacuous, " : ": ") +
                            (why.empty() ? oracle->getValue<std::string>("measured") : why));
  }
  return facts;
}

}  // namespace

std::optional<RunFacts> read_run_facts(const std::filesystem::path& directory) {
  const Result<std::string> text = read_text_file((directory / "summary.json").string(), kLargestSummary);
  if (!text) return std::nullopt;
  try {
    return facts_in(*Poco::JSON::Parser().parse(*text).extract<Poco::JSON::Object::Ptr>());
  } catch (const Poco::Exception&) {
    return std::nullopt;
  }
}

}  // namespace dialtone
