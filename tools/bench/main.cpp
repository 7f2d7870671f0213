// dialtone_bench: measures the cost of our programs next to comparable ones. Each figure is CPU microseconds per
// operation and, if the kernel permits counting, instructions: the median, minimum and maximum of several repetitions,
// each in its own process. Times depend on the machine and its load; instruction counts are repeatable.
#include <sys/resource.h>

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <optional>
#include <string>
#include <vector>

#include "scenarios/sites/child_process.h"
#include "tools/bench/measurement.h"
#include "tools/bench/service.h"
#include "values/command_line.h"

namespace dialtone {
namespace {

std::vector<Figure> figures() {
  std::vector<Figure> all = world_figures();
  for (const auto& more : {server_figures(), device_figures()}) all.insert(all.end(), more.begin(), more.end());
  return all;
}

double at_percent(std::vector<Duration> values, std::size_t percent) {
  if (values.empty()) return 0;
  std::sort(values.begin(), values.end());
  return static_cast<double>(values[std::min(values.size() - 1, values.size() * percent / 100)].count()) / 1000;
}

// Returns one line of JSON.
std::string json_of(const Figure& figure, const Measurement& measurement) {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  const auto operations = static_cast<double>(measurement.operations);
  const double seconds = static_cast<double>(measurement.processor.count()) / 1e9;
  char text[512];
  std::snprintf(
      text, sizeof text,
      "{\"figure\":\"%s\",\"operations\":%llu,\"cpu_us\":%.4f,\"per_cpu_second\":%.0f,\"instructions\":%s,"
      "\"p50_us\":%.1f,\"p99_us\":%.1f,\"peak_resident_mb\":%.1f}",
      std::string(figure.name).c_str(), static_cast<unsigned long long>(measurement.operations),
      seconds * 1e6 / operations, operations / seconds,
      measurement.instructions ? std::to_string(*measurement.instructions / measurement.operations).c_str() : "null",
      at_percent(measurement.latencies, 50), at_percent(measurement.latencies, 99),
      static_cast<double>(usage.ru_maxrss) * 1024 / 1e6);
  return text;
}

int measure_one(const Figure& figure) {
  const Measurement measurement = figure.measure();
  if (measurement.operations == 0) return 1;
  std::cout << json_of(figure, measurement) << std::endl;
  return 0;
}

std::string member(const std::string& json, std::string_view key) {
  const std::string quoted = "\"" + std::string(key) + "\":";
  const std::size_t at = json.find(quoted) + quoted.size();
  return json.substr(at, json.find_first_of(",}", at) - at);
}

std::optional<std::string> measure_apart(const Figure& figure) {
  std::optional<Service> child =
      Service::start(our_executable("dialtone_bench"), {"--figure", std::string(figure.name)});
  if (!child) return std::nullopt;
  constexpr int kTensOfSeconds = 30;
  for (int turn = 0; turn < kTensOfSeconds && !child->process().at_end(); ++turn) {
    if (const std::optional<std::string> rest = child->wait_for_line("{")) return "{" + *rest;
  }
  return std::nullopt;
}

// Returns `median (least to most)` of one member over all repetitions.
std::string range_of(const std::vector<std::string>& repetitions, std::string_view key, int digits) {
  std::vector<double> values;
  for (const std::string& json : repetitions) {
    const std::string text = member(json, key);
    if (text == "null") return "not counted";
    values.push_back(std::strtod(text.c_str(), nullptr));
  }
  std::sort(values.begin(), values.end());
  char text[96];
  std::snprintf(text, sizeof text, "%.*f (%.*f to %.*f)", digits, values[values.size() / 2], digits, values.front(),
                digits, values.back());
  return text;
}

int measure_all(const std::vector<Figure>& chosen, int repetitions, const std::string& json_file) {
  std::string document = "[\n";
  bool good = true;
  std::printf("| figure | wanted | CPU us | a CPU second | instructions | p50 us | p99 us | peak MB |\n");
  std::printf("| --- | --- | --- | --- | --- | --- | --- | --- |\n");
  for (const Figure& figure : chosen) {
    std::vector<std::string> all;
    for (int turn = 0; turn < repetitions; ++turn) {
      if (std::optional<std::string> json = measure_apart(figure)) all.push_back(*json);
    }
    if (all.empty()) {
      good = good && figure.wanted.empty();
      std::printf("| %s | %s | not measured | | | | | |\n", std::string(figure.what).c_str(),
                  std::string(figure.wanted).c_str());
      continue;
    }
    const bool has_latency = member(all.front(), "p99_us") != "0.0";
    std::printf("| %s, a %s | %s | %s | %s | %s | %s | %s | %s |\n", std::string(figure.what).c_str(),
                std::string(figure.operation).c_str(), std::string(figure.wanted).c_str(),
                range_of(all, "cpu_us", 2).c_str(), range_of(all, "per_cpu_second", 0).c_str(),
                range_of(all, "instructions", 0).c_str(), has_latency ? range_of(all, "p50_us", 0).c_str() : "",
                has_latency ? range_of(all, "p99_us", 0).c_str() : "", range_of(all, "peak_resident_mb", 0).c_str());
    std::fflush(stdout);
    for (const std::string& json : all) document += (document.size() > 2 ? ",\n  " : "  ") + json;
  }
  if (!json_file.empty()) std::ofstream(json_file) << document << "\n]\n";
  return good ? 0 : 1;
}

int usage() {
  std::cerr << "usage: dialtone_bench [--only NAME]... [--repetitions N] [--json FILE]\n"
               "figures:\n";
  for (const Figure& figure : figures()) std::cerr << "  " << figure.name << ": " << figure.what << '\n';
  return 2;
}

int bench(const std::vector<std::string>& arguments) {
  const Result<CommandLine> line = CommandLine::parse(
      arguments, {{.name = "figure"}, {.name = "only", .repeats = true}, {.name = "repetitions"}, {.name = "json"}},
      [](const std::string&) { return std::optional<std::string>(); });
  if (!line || !line->words().empty()) return usage();
  const std::vector<Figure> all = figures();
  const auto named = [&](const std::string& name) {
    return std::find_if(all.begin(), all.end(), [&](const Figure& figure) { return figure.name == name; });
  };
  if (const std::string* name = line->find("figure")) {
    return named(*name) == all.end() ? usage() : measure_one(*named(*name));
  }
  std::vector<Figure> chosen;
  for (const std::string& name : line->all("only")) {
    if (named(name) == all.end()) return usage();
    chosen.push_back(*named(name));
  }
  int repetitions = 3;
  if (const std::string* text = line->find("repetitions")) {
    const auto [end, fault] = std::from_chars(text->data(), text->data() + text->size(), repetitions);
    if (fault != std::errc() || end != text->data() + text->size() || repetitions < 1) return usage();
  }
  const std::string* json = line->find("json");
  return measure_all(chosen.empty() ? all : chosen, repetitions, json != nullptr ? *json : "");
}

}  // namespace
}  // namespace dialtone

int main(int argc, char** argv) { return dialtone::bench(std::vector<std::string>(argv + 1, argv + argc)); }
