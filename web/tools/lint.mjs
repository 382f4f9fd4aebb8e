// Checks the form of every source file: Biome for the page, clang-format for the engine. With --write
// it repairs what it can.
import { execFileSync, spawnSync } from 'node:child_process';
import { fail, filesIn, findProgram, isMain, npmProgram, run } from './common.mjs';

/** Versions of clang-format disagree; this one decides. */
const clangFormatVersion = '14';

function clangFormat() {
  const program = findProgram(`clang-format-${clangFormatVersion}`, 'clang-format');
  if (program === null) return null;
  const version = execFileSync(program, ['--version'], { encoding: 'utf8' });
  return version.match(/version (\d+)/)?.[1] === clangFormatVersion ? program : null;
}

/** Checks or repairs all files; ends the script if something is wrong. */
export function lint(write = false) {
  run(npmProgram('biome'), ['check', ...(write ? ['--write'] : ['--error-on-warnings'])]);
  const program = clangFormat();
  if (program === null) {
    console.log(
      `clang-format ${clangFormatVersion} is not here: the form of the C++ files was not checked`,
    );
    return;
  }
  const files = [...filesIn('engine', '.cpp', '.hpp'), ...filesIn('tests', '.cpp', '.hpp')];
  const mode = write ? ['-i'] : ['--dry-run', '--Werror'];
  const { status } = spawnSync(program, [...mode, ...files], { stdio: 'inherit' });
  if (status !== 0) fail('Run `npm run format` and look at what it changed.');
  console.log(`clang-format: ${files.length} files`);
}

if (isMain(import.meta.url)) lint(process.argv.includes('--write'));
