import {isBuiltin} from 'node:module';
import {promisify} from 'node:util';
import type {Plugin} from 'esbuild';

/** Node.js modules that its own start does not load. Loading all of them takes longer than a frame. */
const late = ['crypto', 'zlib', 'child_process', 'readline', 'readline/promises', 'tls', 'v8'];

const identifier = /^[A-Za-z_$][\w$]*$/;

const members = (name: string): readonly [string, unknown][] => {
	const module: object | undefined = process.getBuiltinModule(`node:${name}`);
	if (!module) throw new Error(`Node.js has no module ${name}`);
	return Object.entries(module).filter(([key]) => identifier.test(key));
};

/** Many classes of Node.js cannot be told from functions by their type. */
const isClassName = (key: string): boolean => /^[A-Z]/.test(key);

/**
 * Code that exports a stand-in for a member: for a function also its promise form; none for a class, which may be
 * extended.
 */
function lateExport(key: string, value: unknown): string {
	if (typeof value === 'function') {
		if (isClassName(key)) return '';
		const call = `(...given) => $module().${key}(...given)`;
		if (!Object.hasOwn(value, promisify.custom)) return `export const ${key} = ${call};`;
		const promised = `(...given) => $module().${key}[$promised](...given)`;
		return `export const ${key} = /* @__PURE__ */ Object.assign(${call}, {[$promised]: ${promised}});`;
	}
	if (typeof value !== 'object') return '';
	return `export const ${key} = /* @__PURE__ */ new Proxy({}, {get: (_, name) => $module().${key}[name]});`;
}

/** A module whose functions load the real one when they are first called. Classes cannot be imported from it. */
function lateModule(name: string): string {
	const head = [
		`const $module = () => process.getBuiltinModule('node:${name}');`,
		"const $promised = /* @__PURE__ */ Symbol.for('nodejs.util.promisify.custom');",
	];
	return [...head, ...members(name).map(([key, value]) => lateExport(key, value))].join('\n');
}

/**
 * A module that reads only the imported members of the real one. For `import`, Node.js reads each member once,
 * including those that load rarely used code (`process.stdin`, `util.diff`): 6 ms each.
 */
function directModule(name: string): string {
	const whole = name === 'process' ? 'globalThis.process' : `globalThis.process.getBuiltinModule('node:${name}')`;
	const each = members(name)
		.filter(([key]) => key !== 'default')
		.map(([key]) => `export const ${key} = /* @__PURE__ */ (() => ${whole}.${key})();`);
	return [`export default ${whole};`, ...each].join('\n');
}

/**
 * Defers loading of Node.js modules until they are needed: together they took 30 ms before the first frame. The build
 * fails where an import cannot be deferred.
 */
export const lateBuiltins: Plugin = {
	name: 'late-builtins',
	setup(build) {
		build.onResolve({filter: /^[a-z0-9:/_]+$/}, ({path: asked, kind}) =>
			kind === 'import-statement' && isBuiltin(asked)
				? {path: asked.replace(/^node:/, ''), namespace: 'late-builtin', sideEffects: false}
				: undefined,
		);
		build.onLoad({filter: /.*/, namespace: 'late-builtin'}, ({path: name}) => ({
			contents: late.includes(name) ? lateModule(name) : directModule(name),
		}));
	},
};
