// Typed access to the recorded JSON. Knows its number format, no algorithm and no kind of file.
//
// Nothing throws (the WebAssembly build has no exceptions): what is missing or of another type
// becomes a fault that names the member, and reading goes on with a harmless value.
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "engine/registry/value.hpp"

namespace golden {

using Json = nlohmann::json;
using Numbers = std::vector<double>;

/// What is wrong with a case or a file, in words.
using Faults = std::vector<std::string>;

/// A number, or "inf", "-inf", "nan" (in any case, also as "infinity"); nothing for other JSON.
std::optional<double> to_number(const Json& json);

/// A JSON object. It must outlive its readers.
class Reader {
 public:
  Reader(const Json& object, Faults& faults, std::string path = {});

  /// Reports that this object cannot be used, and why.
  void fault(const std::string& message) const;
  /// How many faults the case has so far; a reader of a part counts for the whole.
  std::size_t fault_count() const { return faults_->size(); }

  /// True if the member is there and not null.
  bool has(const char* key) const;
  // With a default, the member may be missing or null.
  bool flag(const char* key) const;
  bool flag(const char* key, bool otherwise) const;
  double number(const char* key) const;
  double number(const char* key, double otherwise) const;
  std::int64_t integer(const char* key) const;
  /// A width, a batch: at least 1.
  gradscope::Index size(const char* key) const;
  std::uint64_t seed(const char* key) const;
  std::string text(const char* key) const;
  std::string text(const char* key, const char* otherwise) const;
  Reader object(const char* key) const;
  /// As `object`, but the member may be missing or null: then it is empty.
  Reader optional_object(const char* key) const;

  /// The member names of this object.
  std::vector<std::string> keys() const;

  Numbers numbers(const char* key) const;
  /// A list of float32 numbers: nine digits identify the float, so each is rounded to it.
  Numbers floats(const char* key) const;
  /// Whole numbers from 0.
  std::vector<gradscope::Index> indices(const char* key) const;
  std::vector<std::string> texts(const char* key) const;
  /// A list of shapes: [rows, columns] or [size].
  std::vector<std::vector<gradscope::Index>> shapes(const char* key) const;
  /// The members of a list of objects.
  std::vector<Reader> objects(const char* key) const;

  /// A tolerance. Null, and an overflow where it was measured, mean "float32 cannot reproduce the
  /// number" and give `beyond`.
  double tolerance(const char* key, double beyond) const;
  std::vector<double> tolerances(const char* key, double beyond) const;

  /// This object for the registry, as its members stand; a null member takes its default.
  gradscope::Value::Object values() const;

 private:
  const Json* find(const char* key, const char* expected) const;
  const Json* list(const char* key) const;
  template <class T, class Convert>
  std::vector<T> convert(const char* key, const char* expected, Convert&& to) const;

  const Json* json_;
  Faults* faults_;
  std::string path_;
};

}  // namespace golden
