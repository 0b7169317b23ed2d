// The e-Cert as one would make it in Node: pdfkit draws A4 landscape with a vector border, eight text fields and a QR code, three names in ten are
// Chinese, and @signpdf signs it (RSA-2048, which is what it can do). Certificates a second of CPU time on standard output.
// usage: node ecert_pdfkit.mjs [SECONDS]
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import PDFDocument from 'pdfkit';
import qrcode from 'qrcode-generator';
import { plainAddPlaceholder } from '@signpdf/placeholder-plain';
import { P12Signer } from '@signpdf/signer-p12';
import signpdfModule from '@signpdf/signpdf';

const signpdf = signpdfModule.default ?? signpdfModule;
const LATIN = '/usr/share/fonts/truetype/noto/NotoSerifDisplay-Regular.ttf';
const HAN = '/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc';
const names = ['Katharina Brandt', "James O'Connor", 'Maria Fernanda Castellanos', 'Piotr Wisniewski', 'Amelie Dubois', 'Giovanni Esposito', 'Sofia Lindqvist',
  '李晓明', '王芳', '欧阳建国'];

// Without repeated hashing of the pass phrase: a P12Signer opens its key for one document only, and that must not be what is measured.
function makeKey() {
  const folder = mkdtempSync(join(tmpdir(), 'pdfkit-'));
  const file = (name) => join(folder, name);
  execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-subj', '/CN=Bench', '-days', '30', '-keyout', file('key.pem'), '-out', file('certificate.pem')], { stdio: 'ignore' });
  execFileSync('openssl', ['pkcs12', '-export', '-legacy', '-iter', '1', '-nomaciter', '-inkey', file('key.pem'), '-in', file('certificate.pem'), '-passout', 'pass:', '-out', file('key.p12')], { stdio: 'ignore' });
  const p12 = readFileSync(file('key.p12'));
  rmSync(folder, { recursive: true });
  return p12;
}

function draw(document, name, number) {
  const chinese = /[\u4e00-\u9fff]/.test(name);
  document.lineWidth(0.5).strokeColor('#7c1d33');
  for (let k = 0; k < 4; k++) {
    for (const y of [36, 559]) {
      document.moveTo(36, y);
      for (let x = 36; x < 806; x += 10) document.quadraticCurveTo(x + 5, y + (k - 1.5) * 8 * (x % 20 ? 1 : -1), x + 10, y);
    }
    for (const x of [36, 806]) {
      document.moveTo(x, 36);
      for (let y = 36; y < 556; y += 10) document.quadraticCurveTo(x + (k - 1.5) * 8 * (y % 20 ? 1 : -1), y + 5, x, y + 10);
    }
  }
  document.stroke();
  const line = (text, y, size, font = LATIN, family) => document.font(font, family).fontSize(size).fillColor('#1b2230').text(text, 60, y, { width: 722, align: 'center' });
  line('Demonstration Certification Board', 110, 12);
  line('Certificate', 140, 39);
  line('This is to certify that', 220, 12);
  line(name, 250, 38, chinese ? HAN : LATIN, chinese ? 'NotoSerifCJKsc-Regular' : undefined);
  line('has met all requirements of the certification', 340, 12);
  line('HCIE-Datacom', 365, 27);
  line(number, 450, 9);
  line('14 February 2026', 470, 9);
  const code = qrcode(5, 'M');
  code.addData(`https://certificates.example/verify/${number}`, 'Byte');
  code.make();
  const modules = code.getModuleCount();
  for (let y = 0; y < modules; y++)
    for (let x = 0; x < modules; x++) if (code.isDark(y, x)) document.rect(700 + x * 2, 470 + y * 2, 2, 2);
  document.fill('#1b2230');
}

function make(name, number, key) {
  return new Promise((resolve, reject) => {
    const document = new PDFDocument({ size: 'A4', layout: 'landscape', font: LATIN });
    const pieces = [];
    document.on('data', (piece) => pieces.push(piece));
    document.on('error', reject);
    document.on('end', () => {
      const pdfBuffer = plainAddPlaceholder({ pdfBuffer: Buffer.concat(pieces), reason: 'Certificate', contactInfo: '', name: 'Bench', location: '' });
      signpdf.sign(pdfBuffer, new P12Signer(key, { passphrase: '' })).then(resolve, reject);
    });
    draw(document, name, number);
    document.end();
  });
}

const seconds = Number(process.argv[2] || 3);
const key = makeKey();
for (let i = 0; i < names.length; i++) await make(names[i], `TST-2026-${i}`, key);
const start = process.cpuUsage();
let made = 0, used;
do {
  await make(names[made % names.length], `TST-2026-${String(made).padStart(6, '0')}-41`, key);
  made++;
  const usage = process.cpuUsage(start);
  used = (usage.user + usage.system) / 1e6;
} while (used < seconds);
console.log((made / used).toFixed(2));
