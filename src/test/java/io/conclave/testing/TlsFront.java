package io.conclave.testing;

import java.io.Closeable;
import java.io.FileWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A TLS port in front of a Unix socket, which lets in clients with a certificate of its own authority alone. */
public final class TlsFront implements Closeable {

    private static final char[] PASSWORD = "front".toCharArray();

    private final SSLServerSocket server;
    private final UnixDomainSocketAddress behind;
    private final ExecutorService threads = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "tls-front");
        thread.setDaemon(true);
        return thread;
    });

    private TlsFront(SSLServerSocket server, UnixDomainSocketAddress behind) {
        this.server = server;
        this.behind = behind;
    }

    /**
     * Opens a port.
     *
     * @param socket what lies behind it
     * @param certificates the folder that gets {@code ca.pem}, {@code cert.pem} and {@code key.pem} for a client
     */
    public static TlsFront open(Path socket, Path certificates) throws Exception {
        KeyPair authority = keys();
        X509Certificate root = certificate("CN=test authority", authority, "CN=test authority", authority, true);
        KeyPair own = keys();
        X509Certificate ofServer = certificate("CN=127.0.0.1", own, "CN=test authority", authority, false);
        KeyPair client = keys();
        X509Certificate ofClient = certificate("CN=client", client, "CN=test authority", authority, false);
        pem(certificates.resolve("ca.pem"), root);
        pem(certificates.resolve("cert.pem"), ofClient);
        pem(certificates.resolve("key.pem"), client.getPrivate());

        SSLServerSocket server = (SSLServerSocket) context(root, own, ofServer)
                .getServerSocketFactory()
                .createServerSocket(UnusedPort.any(), 50, InetAddress.getLoopbackAddress());
        server.setNeedClientAuth(true);
        TlsFront front = new TlsFront(server, UnixDomainSocketAddress.of(socket));
        front.threads.execute(front::accept);
        return front;
    }

    private static SSLContext context(X509Certificate root, KeyPair own, X509Certificate ofServer)
            throws GeneralSecurityException, IOException {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        keys.load(null, null);
        keys.setKeyEntry("server", own.getPrivate(), PASSWORD, new Certificate[] {ofServer, root});
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("root", root);
        var keyManagers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keyManagers.init(keys, PASSWORD);
        var trustManagers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trustManagers.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keyManagers.getKeyManagers(), trustManagers.getTrustManagers(), null);
        return context;
    }

    private static KeyPair keys() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        return generator.generateKeyPair();
    }

    private static X509Certificate certificate(
            String subject, KeyPair keys, String issuer, KeyPair issuerKeys, boolean authority)
            throws IOException, OperatorCreationException, GeneralSecurityException {
        Instant now = Instant.now();
        var builder = new JcaX509v3CertificateBuilder(
                        new X500Name(issuer),
                        BigInteger.valueOf(System.nanoTime()),
                        Date.from(now.minusSeconds(3600)),
                        Date.from(now.plusSeconds(3600)),
                        new X500Name(subject),
                        keys.getPublic())
                .addExtension(Extension.basicConstraints, true, new BasicConstraints(authority))
                .addExtension(
                        Extension.subjectAlternativeName,
                        false,
                        new GeneralNames(new GeneralName(GeneralName.iPAddress, "127.0.0.1")));
        return new JcaX509CertificateConverter()
                .getCertificate(
                        builder.build(new JcaContentSignerBuilder("SHA256withRSA").build(issuerKeys.getPrivate())));
    }

    private static void pem(Path file, Object content) throws IOException {
        Files.createDirectories(file.getParent());
        try (JcaPEMWriter writer = new JcaPEMWriter(new FileWriter(file.toFile()))) {
            writer.writeObject(content);
        }
    }

    /** Where it listens: a {@code tcp:} address. */
    public URI endpoint() {
        return URI.create("tcp://127.0.0.1:" + server.getLocalPort());
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket in = server.accept();
                threads.execute(() -> connect(in));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void connect(Socket in) {
        try (in;
                SocketChannel out = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            out.connect(behind);
            threads.execute(() -> back(out, in));
            InputStream requests = in.getInputStream();
            byte[] block = new byte[8192];
            int got;
            while ((got = requests.read(block)) >= 0) {
                ByteBuffer bytes = ByteBuffer.wrap(block, 0, got);
                while (bytes.hasRemaining()) {
                    out.write(bytes);
                }
            }
        } catch (IOException e) {
            // One of both sides has gone, and with it the connection.
        }
    }

    private static void back(SocketChannel from, Socket to) {
        try (to) {
            OutputStream answers = to.getOutputStream();
            ByteBuffer block = ByteBuffer.allocate(8192);
            while (from.read(block.clear()) >= 0) {
                answers.write(block.array(), 0, block.position());
                answers.flush();
            }
        } catch (IOException e) {
            // As above.
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        threads.shutdownNow();
    }
}
