import java.io.*;
import java.nio.charset.StandardCharsets;
import java.nio.file.*;
import java.util.*;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.ar.ArabicAnalyzer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.document.*;
import org.apache.lucene.index.*;
import org.apache.lucene.search.*;
import org.apache.lucene.search.similarities.BM25Similarity;
import org.apache.lucene.store.ByteBuffersDirectory;

/**
 * Ranks with Lucene's ArabicAnalyzer and BM25, any word enough, for quality/search.py:
 * java -cp anserini-*-fatjar.jar quality/LuceneRanking.java DOCUMENTS QUESTIONS DEPTH, both one a line.
 * Prints, for each question, the places of the documents found, best first.
 */
public class LuceneRanking {
    public static void main(String[] args) throws Exception {
        List<String> documents = Files.readAllLines(Path.of(args[0]), StandardCharsets.UTF_8);
        List<String> questions = Files.readAllLines(Path.of(args[1]), StandardCharsets.UTF_8);
        int depth = Integer.parseInt(args[2]);
        Analyzer analyzer = new ArabicAnalyzer();
        ByteBuffersDirectory folder = new ByteBuffersDirectory();
        try (IndexWriter writer = new IndexWriter(folder, new IndexWriterConfig(analyzer))) {
            int place = 0;
            for (String text : documents) {
                Document document = new Document();
                document.add(new StoredField("place", place++)); // merging may shuffle Lucene's own numbers
                document.add(new TextField("text", text, Field.Store.NO));
                writer.addDocument(document);
            }
            writer.forceMerge(1);
        }
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);
        IndexSearcher searcher = new IndexSearcher(DirectoryReader.open(folder));
        searcher.setSimilarity(new BM25Similarity(1.2f, 0.75f));
        for (String question : questions) {
            BooleanQuery.Builder builder = new BooleanQuery.Builder();
            try (TokenStream tokens = analyzer.tokenStream("text", question)) {
                CharTermAttribute term = tokens.addAttribute(CharTermAttribute.class);
                tokens.reset();
                while (tokens.incrementToken()) {
                    builder.add(new TermQuery(new Term("text", term.toString())), BooleanClause.Occur.SHOULD);
                }
                tokens.end();
            }
            StringJoiner line = new StringJoiner(" ");
            for (ScoreDoc hit : searcher.search(builder.build(), depth).scoreDocs) {
                line.add(searcher.doc(hit.doc).get("place"));
            }
            out.println(line);
        }
        out.flush();
    }
}
