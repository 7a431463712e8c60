// Reads TAP on stdin; prints every failure as it comes and one closing line: `N passed, N failed[, N skipped]`.
// Only leaf assertions count: one with the name of a subtest merely sums it up.
import { Parser } from 'tap-parser';

const count = { passed: 0, failed: 0, skipped: 0 };

function watch(parser) {
  const subtests = new Set();
  parser.on('child', (child) => {
    subtests.add(child.name);
    watch(child);
  });
  parser.on('bailout', (reason) => {
    count.failed += 1;
    console.log(`Bail out! ${reason}`);
  });
  parser.on('assert', (assertion) => {
    const isSummary = subtests.delete(assertion.name);
    if (assertion.skip || assertion.todo) {
      count.skipped += 1;
      console.log(`skipped: ${assertion.name} ${assertion.skip || assertion.todo}`);
    } else if (assertion.ok) {
      if (!isSummary) count.passed += 1;
    } else {
      const { diag } = assertion;
      if (!isSummary || diag?.exitCode || diag?.signal || diag?.expired) count.failed += 1;
      console.log(`not ok: ${[parser.fullname, assertion.name].filter(Boolean).join(' > ')}`, diag ?? '');
    }
  });
}

const root = new Parser(() => {
  const skipped = count.skipped > 0 ? `, ${count.skipped} skipped` : '';
  console.log(`${count.passed} passed, ${count.failed} failed${skipped}`);
});
watch(root);
process.stdin.pipe(root);
