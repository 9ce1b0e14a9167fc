import {createRequire} from 'node:module';
import path from 'node:path';
import {Resvg} from '@resvg/resvg-js';

const require = createRequire(import.meta.url);
const jetBrainsMono = path.dirname(require.resolve('@expo-google-fonts/jetbrains-mono/package.json'));

/** The fonts are development dependencies, so that pictures look the same on every machine. */
const fontFiles = [
	path.join(jetBrainsMono, '400Regular', 'JetBrainsMono_400Regular.ttf'),
	path.join(jetBrainsMono, '400Regular_Italic', 'JetBrainsMono_400Regular_Italic.ttf'),
	path.join(jetBrainsMono, '700Bold', 'JetBrainsMono_700Bold.ttf'),
	require.resolve('dejavu-fonts-ttf/ttf/DejaVuSansMono.ttf'),
];

/** Renders an SVG document with `zoom` pixels for each of its own. */
export function toPng(svg: string, zoom = 2): Buffer {
	const renderer = new Resvg(svg, {
		fitTo: {mode: 'zoom', value: zoom},
		font: {loadSystemFonts: false, fontFiles, defaultFontFamily: 'JetBrains Mono', monospaceFamily: 'JetBrains Mono'},
	});
	return renderer.render().asPng();
}
